package art.pinhua.training.starter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ArtTest {
    private final StarterData training = StarterData.training(1, 64);

    @Test
    void sameSceneGivesTheSamePixels() {
        for (int i = 0; i < 40; i++) {
            assertArrayEquals(
                    training.picture(i).rgb(), Art.render(training.scene(i), 64).rgb());
        }
    }

    @Test
    void picturesDiffer() {
        var seen = new HashSet<Integer>();
        for (int i = 0; i < 300; i++) {
            seen.add(Arrays.hashCode(training.picture(i).rgb()));
        }
        assertEquals(300, seen.size());
    }

    @Test
    void batchHoldsThePicturesInOrder() {
        var planes = training.pictures(5, 3);
        var one = new float[3 * 64 * 64];
        training.picture(6).toPlanes(one, 0);
        assertArrayEquals(one, Arrays.copyOfRange(planes, one.length, 2 * one.length), 0);
        assertArrayEquals(
                training.picture(6).rgb(), Raster.ofPlanes(one, 64, 64).rgb());
    }

    @Test
    void combinationsKeptOutNeverAppearInTraining() {
        int drawn = 0;
        for (int i = 0; i < 20_000; i++) {
            assertFalse(training.scene(i).heldOut());
            drawn += Scene.draw(1, i).heldOut() ? 1 : 0;
        }
        assertTrue(drawn > 100, "the drawing itself gives such combinations, saw " + drawn);
    }

    @Test
    void heldOutScenesAreOtherScenes() {
        var heldOut = StarterData.heldOut(1, 64);
        var seen = new HashSet<Scene>();
        for (int i = 0; i < 1000; i++) {
            seen.add(training.scene(i));
        }
        for (int i = 0; i < 1000; i++) {
            assertFalse(seen.contains(heldOut.scene(i)));
        }
    }

    @Test
    void everySizeDraws() {
        assertEquals(128 * 128 * 3, Art.render(training.scene(0), 128).rgb().length);
        assertThrows(IllegalArgumentException.class, () -> Art.render(training.scene(0), 8));
    }
}
