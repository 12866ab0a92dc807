package art.pinhua.training.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.starter.Caption.Language;
import art.pinhua.training.starter.Curriculum.Gate;
import art.pinhua.training.starter.Curriculum.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BothLanguagesTest {
    private static final List<Gate> GATES = List.of(
            new Gate(Examination.FIGURE, .95), new Gate("pose", .8), new Gate("costume", .75), new Gate("brush", 0));

    /// Asks for a pose, a costume and a brush; the pose comes out as said, all else always.
    private record Fixed(String text, Language language, boolean followed) implements Inquiry {
        @Override
        public boolean unseen() {
            return false;
        }

        @Override
        public Map<String, Boolean> judge(Raster picture) {
            return Map.of(Examination.FIGURE, true, "pose", followed, "costume", true, "brush", true);
        }
    }

    @Test
    void bothLanguagesAreDrawnWithTheSameSeeds() {
        var seeds = new ArrayList<Long>();
        Artist artist = (prompt, wanted) -> {
            seeds.addAll(wanted);
            return List.of(new Raster(1, 1, new byte[3]));
        };
        var even = BothLanguages.of(artist, GATES, pairs(10, 10));
        assertEquals(0, even.gap());
        assertTrue(even.passed());
        assertEquals(seeds.subList(0, 10), seeds.subList(10, 20));
    }

    /// Neither a brush nor that a figure is there makes the gap smaller.
    @Test
    void theGapIsThatOfTheTraitsWithAGateTogether() {
        Artist artist = (prompt, wanted) -> List.of(new Raster(1, 1, new byte[3]));
        var little = BothLanguages.of(artist, GATES, pairs(50, 48));
        assertEquals(.02, little.gap(), 1e-12);
        assertTrue(little.passed(), little::markdown);
        assertTrue(little.markdown().contains("| 2.0, ≤ 3 ✓ |"), little::markdown);

        var large = BothLanguages.of(artist, GATES, pairs(50, 45));
        assertEquals(.05, large.gap(), 1e-12);
        assertFalse(large.passed());
        assertTrue(large.markdown().contains("| 5.0, ≤ 3 ✗ |"), large::markdown);
    }

    /// @param followed how many of the poses come out in English
    private static List<Pair> pairs(int count, int followed) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Pair(
                        3 * i,
                        new Fixed("举手", Language.CHINESE, true),
                        new Fixed("arms raised", Language.ENGLISH, i < followed)))
                .toList();
    }
}
