package art.pinhua.training.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.text.Tokenizer;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerBuilderTest {
    private final Tokenizer tokenizer =
            Tokenizer.parse(TokenizerBuilder.tokenizer(), TokenizerBuilder.configuration(32));

    @Test
    void specialTokensComeFirst() {
        assertEquals(
                List.of("[PAD]", "[UNK]", "<|startoftext|>", "<|endoftext|>"),
                TokenizerBuilder.vocabulary().subList(0, 4));
        var encoded = tokenizer.encode("红");
        assertEquals(2, encoded.ids()[0]);
        assertEquals(3, encoded.ids()[2]);
        assertEquals(0, encoded.ids()[3]);
        assertEquals(32, encoded.ids().length);
    }

    @Test
    void vocabularyHoldsEveryHanziOfGb2312Once() {
        var vocabulary = TokenizerBuilder.vocabulary();
        assertEquals(vocabulary.size(), new HashSet<>(vocabulary).size());
        assertEquals(
                6763,
                vocabulary.stream()
                        .filter(token -> Character.isIdeographic(token.codePointAt(0)))
                        .count());
    }

    @Test
    void everyCaptionIsWholeAndKnown() {
        var training = StarterData.training(1, 64);
        for (int i = 0; i < 20_000; i++) {
            var text = training.caption(i, 7);
            var tokens = tokenizer.tokens(text);
            assertFalse(tokens.contains("[UNK]"), text);
            assertTrue(tokens.stream().noneMatch(token -> token.startsWith("##")), text);
            assertEquals(0, tokenizer.encode(text).cut(), text);
            assertEquals(Captions.tokens(text) + 2, tokens.size(), text);
        }
    }

    @Test
    void anyChineseOrEnglishPromptIsTakenApart() {
        assertFalse(tokenizer.tokens("鹤舞九天，Zebra 42!").contains("[UNK]"));
    }

    @Test
    void tooFewPositionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> TokenizerBuilder.configuration(2));
    }
}
