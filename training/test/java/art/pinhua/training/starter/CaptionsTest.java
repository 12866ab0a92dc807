package art.pinhua.training.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaptionsTest {
    private static final int DRAWN = 20_000;
    private final StarterData training = StarterData.training(1, 64);

    @Test
    void captionIsAFunctionOfItsIndex() {
        assertEquals(training.caption(3, 1), training.caption(3, 1));
        assertNotEquals(training.caption(3, 1), training.caption(3, 2));
    }

    @Test
    void languagesKeepTheirShares() {
        var counts = new EnumMap<Caption.Language, Integer>(Caption.Language.class);
        for (int i = 0; i < DRAWN; i++) {
            counts.merge(Captions.caption(training.scene(i), 1, i).language(), 1, Integer::sum);
        }
        assertEquals(.55, counts.getOrDefault(Caption.Language.CHINESE, 0) / (double) DRAWN, .02);
        assertEquals(.35, counts.getOrDefault(Caption.Language.ENGLISH, 0) / (double) DRAWN, .02);
        assertEquals(.10, counts.getOrDefault(Caption.Language.MIXED, 0) / (double) DRAWN, .015);
    }

    @Test
    void attributesAreLeftOutAsOftenAsSaid() {
        double expected = 1 - (6 / 7.0 * .1 + 1 / 7.0 * .5);
        for (var attribute : Attribute.values()) {
            int stated = 0;
            for (int i = 0; i < DRAWN; i++) {
                stated += Captions.caption(training.scene(i), 1, i).states().contains(attribute) ? 1 : 0;
            }
            assertEquals(expected, stated / (double) DRAWN, .02, attribute.name());
        }
    }

    /// Words of the wrong value must not appear, except inside a word of the right one.
    @Test
    void captionsStateOnlyWhatTheSceneShows() {
        for (int i = 0; i < DRAWN; i++) {
            var scene = training.scene(i);
            var caption = Captions.caption(scene, 1, i);
            assertOnly(Lexicon.BACKGROUND, scene.background(), Attribute.BACKGROUND, caption);
            assertOnly(Lexicon.COSTUME, scene.figure().costume(), Attribute.COSTUME, caption);
            assertOnly(Lexicon.POSE, scene.figure().pose(), Attribute.POSE, caption);
            assertOnly(Lexicon.BUILD, scene.figure().build(), Attribute.BUILD, caption);
        }
    }

    @Test
    void theCheckOfStatementsBites() {
        var scene = training.scene(0);
        var other = scene.background() == Background.NIGHT ? "竹林里" : "夜空下";
        var wrong = new Caption(other + "的人", Caption.Language.CHINESE, Set.of(Attribute.BACKGROUND));
        assertThrows(
                AssertionError.class,
                () -> assertOnly(Lexicon.BACKGROUND, scene.background(), Attribute.BACKGROUND, wrong));
    }

    @Test
    void coloursStandBesideTheirNouns() {
        for (int i = 0; i < 5000; i++) {
            var scene = training.scene(i);
            var caption = Captions.stating(
                    scene,
                    Set.of(Attribute.GARMENT_COLOUR, Attribute.COSTUME),
                    i % 2 == 0 ? Caption.Language.CHINESE : Caption.Language.ENGLISH,
                    1,
                    i);
            assertTrue(joined(scene, caption.text()), caption.text());
        }
    }

    private static boolean joined(Scene scene, String text) {
        var colours = Lexicon.of(Lexicon.GARMENT, scene.figure().garment());
        var costumes = Lexicon.of(Lexicon.COSTUME, scene.figure().costume());
        for (var colour : concat(concat(colours.zh(), colours.en()), colours.verse())) {
            for (var costume : concat(concat(costumes.zh(), costumes.en()), costumes.verse())) {
                if (text.contains(colour + costume)
                        || text.contains(colour + "的" + costume)
                        || text.contains(colour + " " + costume)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void captionsFitTheTextEncoder() {
        for (int i = 0; i < DRAWN; i++) {
            var text = training.caption(i, 0);
            assertTrue(Captions.tokens(text) <= Captions.MOST_TOKENS, text);
            assertFalse(text.isBlank());
        }
    }

    @Test
    void promptsToExamineWithAreHeldOut() {
        var prompts = Prompts.heldOut(200);
        assertEquals(prompts, Prompts.heldOut(200));
        var texts = new HashSet<String>();
        for (int i = 0; i < DRAWN; i++) {
            texts.add(training.caption(i, 0));
        }
        int known = 0;
        for (var prompt : prompts) {
            assertEquals(prompt.unseen(), prompt.scene().heldOut());
            known += texts.contains(prompt.text()) ? 1 : 0;
            if (prompt.unseen()) {
                assertTrue(prompt.caption()
                        .states()
                        .containsAll(Set.of(Attribute.BACKGROUND, Attribute.COSTUME, Attribute.GARMENT_COLOUR)));
                assertFalse(texts.contains(prompt.text()));
            }
        }
        assertEquals(25, prompts.stream().filter(Prompts.Prompt::unseen).count());
        assertTrue(known <= 4, known + " prompts are captions of training pictures");
    }

    private static <K> void assertOnly(Map<K, Lexicon.Words> lexicon, K shown, Attribute attribute, Caption caption) {
        var right = all(Lexicon.of(lexicon, shown));
        boolean named = right.stream().anyMatch(caption.text()::contains);
        assertEquals(caption.states().contains(attribute), named, attribute + " in " + caption);
        var rest = caption.text();
        for (var word : right.stream().sorted((a, b) -> b.length() - a.length()).toList()) {
            rest = rest.replace(word, "·");
        }
        for (var entry : lexicon.entrySet()) {
            if (!entry.getKey().equals(shown)) {
                for (var word : all(entry.getValue())) {
                    assertFalse(rest.contains(word), word + " in " + caption + " of " + shown);
                }
            }
        }
    }

    private static List<String> all(Lexicon.Words words) {
        return concat(concat(words.zh(), words.en()), words.verse());
    }

    private static List<String> concat(List<String> one, List<String> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
