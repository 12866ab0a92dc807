package art.pinhua.training.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Words that a pipeline was taught before it came here. The vocabulary of the files has 595 pieces.
class AddedTokensTest {
    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";

    @TempDir
    private Path folder;

    @BeforeEach
    void lay() throws IOException {
        copy("xl/pipeline/tokenizer", "vocab.json", "merges.txt", "tokenizer_config.json");
    }

    @Test
    void olderTokenizersHaveThemInAFileBeside() throws IOException {
        long[] before = read().encode("a red robe").ids();
        assertEquals(595, read().vocabularySize());
        beside("{\"<cat-toy>\": 595, \"<|endoftext|>\": 594}");
        assertEquals(List.of(START, "a</w>", "<cat-toy>", "robe</w>", END), read().tokens("a<cat-toy>robe"));
        assertEquals(595, read().encode("a <cat-toy>").ids()[2]);
        assertEquals(596, read().vocabularySize());
        assertEquals(List.of(), read().unknownWords("<cat-toy>"));
        assertArrayEquals(before, read().encode("a red robe").ids());
    }

    @Test
    void newerOnesHaveThemInTheirSettings() throws IOException {
        beside("{\"<dog-toy>\": 596}"); // counts no longer
        String settings = "\"lstrip\": false, \"normalized\": true, \"rstrip\": false, \"single_word\": false";
        decoder("{\"594\": {\"content\": \"<|endoftext|>\", %s}, \"595\": {\"content\": \"<cat-toy>\", %s}}"
                .formatted(settings, settings));
        assertEquals(List.of(START, "<cat-toy>", "<cat-toy>", END), read().tokens("<cat-toy> <cat-toy>"));
        assertEquals(596, read().vocabularySize());
    }

    @Test
    void tokenizersInOneFileTakeThemToo() throws IOException {
        copy("bpe", "tokenizer.json");
        beside("{\"<cat-toy>\": 595}");
        assertEquals(List.of(START, "<cat-toy>", "robe</w>", END), read().tokens("<cat-toy> robe"));
    }

    /// As diffusers adds them and reads prompts.
    @Test
    void aWordOfSeveralVectorsStandsForAll() throws IOException {
        beside("{\"<x>\": 595, \"<x>_1\": 596, \"<x>_2\": 597, \"<x>_4\": 598}");
        assertEquals(List.of(START, "<x>", "<x>_1", "<x>_2", "robe</w>", END), read().tokens("<x> robe"));
        assertEquals(List.of(START, "<x>_1", END), read().tokens("<x>_1"));
        assertEquals(
                List.of(
                        new Tokenizer.Token("<x>", 1, true, false),
                        new Tokenizer.Token("", 1, true, true),
                        new Tokenizer.Token("", 1, true, true)),
                read().readable(WeightedText.parse("<x>")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"<x>\": -1}                  | added_tokens.json['<x>'] must be a whole number of 0 to 10000000",
                "{\"<x>\": 595.5}               | added_tokens.json['<x>'] must be a whole number",
                "{\"<x>\": 10000001}            | added_tokens.json['<x>'] must be a whole number",
                "{\"<x>\": \"595\"}             | added_tokens.json['<x>'] must be a whole number",
                "{\"<x>\": 595, \"<y>\": 595}   | added_tokens.json gives the number 595 to '<x>' and '<y>'",
                "{\"<x>\": 594}                 | added_tokens.json gives the number 594 to",
                "{\"robe</w>\": 595}            | added_tokens.json 'robe</w>' contradicts vocab",
                "{\"\": 595}                    | added_tokens.json '' contradicts vocab",
                "[\"<x>\"]                      | added_tokens.json must be an object",
                "{\"<x>\":                      | added_tokens.json is not valid JSON",
            })
    void aFileThatCannotBeFollowedIsRefused(String file, String complaint) throws IOException {
        beside(file);
        assertRefused(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"595\": {\"content\": \"<x>\", \"lstrip\": true}}      | '<x>': lstrip is not supported",
                "{\"595\": {\"content\": \"<x>\", \"rstrip\": true}}      | '<x>': rstrip is not supported",
                "{\"595\": {\"content\": \"<x>\", \"single_word\": true}} | '<x>': single_word is not supported",
                "{\"595\": {\"content\": \"<x>\", \"normalized\": 1}}     | normalized must be true or false",
                "{\"595\": {\"content\": \"<x>\"}, \"596\": {\"content\": \"<x>\"}} | has '<x>' twice",
                "{\"594\": {\"content\": \"<x>\"}}                        | gives the number 594 to",
                "{\"595\": {\"content\": \"robe</w>\"}}                   | 'robe</w>' contradicts vocab",
                "{\"10000001\": {\"content\": \"<x>\"}}                   | has the number '10000001'",
                "{\"-1\": {\"content\": \"<x>\"}}                         | has the number '-1'",
                "{\"1e2\": {\"content\": \"<x>\"}}                        | has the number '1e2'",
                "{\"595\": {}}                                            | content must be a text",
                "{\"595\": \"<x>\"}                                       | decoder['595'] must be an object",
                "[]                                                       | added_tokens_decoder must be an object",
            })
    void settingsThatCannotBeFollowedAreRefused(String decoder, String complaint) throws IOException {
        decoder(decoder);
        assertRefused(complaint);
    }

    /// Every prompt is searched for each of them.
    @Test
    void oneWithoutEndIsRefused() throws IOException {
        beside(many(4_096));
        assertEquals(595 + 4_096, read().vocabularySize());
        beside(many(4_097));
        assertRefused("added_tokens.json has 4097 tokens, at most 4096 are looked for");
        beside(" ".repeat((1 << 20) + 1));
        assertRefused("is larger than 1048576 bytes");
    }

    /// A prompt may have it at each of its places.
    @Test
    void aWordOfVectorsWithoutEndIsRefused() throws IOException {
        beside(vectors(256));
        assertEquals(258, read().tokens("<x>").size());
        beside(vectors(257));
        assertRefused("'<x>' stands for 257 added tokens, at most 256 are taken");
        beside(vectors(257).replaceFirst("\"<x>\": 595, ", "")); // the first might be what fills up
        assertRefused("'<x>' stands for 257 added tokens, at most 256 are taken");
    }

    private static String vectors(int tokens) {
        return IntStream.range(1, tokens)
                .mapToObj(vector -> ", \"<x>_" + vector + "\": " + (595 + vector))
                .collect(Collectors.joining("", "{\"<x>\": 595", "}"));
    }

    private static String many(int tokens) {
        return IntStream.range(595, 595 + tokens)
                .mapToObj(number -> "\"<" + number + ">\": " + number)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// BERT's text is without accents then, and its Han characters stand apart.
    @Test
    void inNormalizedTextOfWordPieceNothingIsLookedFor() throws IOException {
        for (String file : List.of("vocab.json", "merges.txt")) {
            Files.delete(folder.resolve(file));
        }
        copy("bert/tokenizer", "vocab.txt", "tokenizer_config.json");
        beside("{\"[PAD]\": 0}");
        int before = read().vocabularySize();
        beside("{\"<x>\": " + before + "}");
        assertRefused("added_tokens.json '<x>': normalized is not supported");
        String token = "{\"" + before + "\": {\"content\": \"<x>\", \"normalized\": %s}}";
        decoder(token.formatted("true"));
        assertRefused("added_tokens_decoder '<x>': normalized is not supported");
        copy("bert/tokenizer", "tokenizer_config.json");
        decoder(token.formatted("false"));
        assertEquals(List.of("[CLS]", "山", "<x>", "[SEP]"), read().tokens("山<x>"));
    }

    @Test
    void anotherTextEncoderWasNotTaughtThem() throws IOException {
        Tokenizer untaught = read();
        beside("{\"<x>\": 595, \"<x>_1\": 596}");
        assertEquals(untaught.tokens("<x> robe"), read().within(595).tokens("<x> robe"));
        assertEquals(List.of(START, "<x>", END), read().within(596).tokens("<x>"));
        assertEquals(List.of(START, "robe</w>", END), read().within(0).tokens("robe"));
    }

    // ---- files

    private Tokenizer read() throws IOException {
        return Tokenizer.read(folder);
    }

    private void copy(String from, String... files) throws IOException {
        for (String file : files) {
            Files.deleteIfExists(folder.resolve(file));
            Files.copy(Fixtures.path(from + "/" + file), folder.resolve(file));
        }
    }

    private void beside(String addedTokens) throws IOException {
        Files.writeString(folder.resolve("added_tokens.json"), addedTokens);
    }

    private void decoder(String decoder) throws IOException {
        Path config = folder.resolve("tokenizer_config.json");
        String text = Files.readString(config);
        String rest = text.substring(text.indexOf('{') + 1);
        Files.writeString(config, "{\"added_tokens_decoder\": " + decoder + "," + rest);
    }

    private void assertRefused(String complaint) {
        var refusal = assertThrows(TokenizerException.class, this::read);
        assertTrue(String.valueOf(refusal.getMessage()).contains(complaint), refusal.getMessage());
    }
}
