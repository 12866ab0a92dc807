package art.pinhua.training.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
                "roberobe, ｘrobe, robeＡ | ``", // letters of any width
                "로브robe, robeж, 水robe9 | ``", // Hangul and Cyrillic are written with spaces
                "robe·robe               | robe;robe",
                "カーrobeー長い          | robe", // kana, and what lengthens it
                "穿robe９号              | ``",
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
    void aCharacterIsNotPartedFromItsMarks() {
        var words = List.of("robe", "か", "水");
        assertEquals(List.of(), PromptWords.find("robe\u0301, か\u3099, 水\uFE00", words));
        assertEquals(List.of(), PromptWords.find("e\u0301robe", words), "the mark is of a letter");
        assertEquals(List.of(new Found(2, "robe")), PromptWords.find("か\u3099robe", words), "the mark is of kana");
    }

    @Test
    void lettersBeyondTheFirstPlaneCountToo() {
        assertEquals(List.of(), PromptWords.find("robe\uD801\uDC00", List.of("robe")), "Deseret");
        assertEquals(List.of(new Found(0, "robe")), PromptWords.find("robe\uD840\uDC00", List.of("robe")), "Han");
        String deseret = "\uD801\uDC00";
        assertEquals(List.of(new Found(0, "\uD801\uDC28")), PromptWords.find(deseret, List.of("\uD801\uDC28")));
    }

    @Test
    void aHanCharacterIsFoundInsideWords() {
        assertEquals(List.of(new Found(0, "竹"), new Found(3, "竹")), PromptWords.find("竹林，竹", List.of("竹")));
    }

    @Test
    void ofWordsThatDifferInCaseTheFirstIsTaken() {
        for (var words : List.of(List.of("robe", "Robe", "ROBE"), List.of("ROBE", "robe", "Robe"))) {
            assertEquals("ROBE", PromptWords.at("a robe", 2, words));
        }
    }

    /// What is the same folded is found as the same, and nothing else.
    @Test
    void foldingAndFindingAgreeOnEveryCharacter() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            String one = Character.toString(character);
            String folded = PromptWords.fold(one);
            assertTrue(one.regionMatches(true, 0, folded, 0, folded.length()), one);
            assertEquals(folded, PromptWords.fold(folded), one);
        }
        for (String other : List.of("i", "k", "s", "ß", "µ", "ÿ", "σ")) {
            for (int character = 0; character <= Character.MAX_VALUE; character++) {
                String one = Character.toString(character);
                assertEquals(
                        one.regionMatches(true, 0, other, 0, 1),
                        PromptWords.fold(one).equals(PromptWords.fold(other)),
                        () -> one + " and " + other);
            }
        }
    }

    @Test
    void theyAreToldWithTheirPlaces() {
        assertEquals(List.of(new Found(2, "robe"), new Found(8, "<ink>")), PromptWords.find("a ROBE, <ink>.", WORDS));
        assertEquals("", PromptWords.at("a robe", 3, WORDS));
        assertEquals(List.of(), PromptWords.find("a robe", List.of()));
        assertEquals(List.of(), PromptWords.find("a robe", List.of("")));
    }
}
