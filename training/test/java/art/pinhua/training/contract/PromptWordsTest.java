package art.pinhua.training.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.PromptWords.Found;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptWordsTest {
    private static final List<String> WORDS = List.of("robe", "red robe", "<ink>", "水墨风");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a ROBE at night         | robe", // in any case
                "robe                    | robe",
                "wardrobe, robes, robe_2 | ``", // inside other words
                "穿robe的人              | robe", // Han characters have no spaces between words
                "画水墨风的山            | 水墨风",
                "a Red Robe              | red robe", // the longest, and none inside of it
                "red robe, robe          | red robe;robe",
                "(robe:1.3), [<INK>]     | robe;<ink>", // with weights
                "x<ink>y                 | <ink>",
                "röbe, robé              | ``",
                "``                      | ``"
            })
    void wordsAreFoundWhereTheyStand(String prompt, String found) {
        assertEquals(
                found,
                String.join(
                        ";",
                        PromptWords.find(prompt, WORDS).stream()
                                .map(Found::word)
                                .toList()));
    }

    @Test
    void theyAreToldWithTheirPlaces() {
        assertEquals(List.of(new Found(2, "robe"), new Found(8, "<ink>")), PromptWords.find("a ROBE, <ink>.", WORDS));
        assertEquals("", PromptWords.at("a robe", 3, WORDS));
        assertEquals(List.of(), PromptWords.find("a robe", List.of()));
        assertEquals(List.of(), PromptWords.find("a robe", List.of("")));
    }
}
