package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutBankTest {
    /// Those of the starters are computed together, as when their numbers were first written down.
    @Test
    void largeLatentsAreFewAtOnce() {
        assertEquals(128, HeldOutBank.atOnce(1, 8, 16, 16));
        assertEquals(8, HeldOutBank.atOnce(1, 4, 64, 64));
        assertEquals(3, HeldOutBank.atOnce(1, 4, 96, 96));
        assertEquals(1, HeldOutBank.atOnce(1, 4, 512, 512));
    }

    @Test
    void partsAreJoinedInOrder() {
        for (int atOnce : List.of(1, 3, 7, 100)) {
            var sizes = new ArrayList<Integer>();
            float[] joined = HeldOutBank.inParts(7, 2, atOnce, rows -> {
                sizes.add(rows.length);
                var both = new float[2 * rows.length];
                for (int i = 0; i < both.length; i++) {
                    both[i] = 2 * rows[0] + i;
                }
                return both;
            });
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, joined);
            assertEquals(Math.min(7, atOnce), sizes.getFirst());
            assertEquals(7, sizes.stream().mapToInt(Integer::intValue).sum());
        }
    }
}
