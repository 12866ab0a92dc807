package art.pinhua.training.starter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DegradeTest {
    private static final SplittableRandom RANDOM = new SplittableRandom(11);

    /// Narrow and wide means, beyond the picture's own sides too.
    @Test
    void aBlurIsTheMeanOverASquare() {
        for (int radius : new int[] {1, 2, 5, 40}) {
            for (var picture : new Raster[] {noise(17, 9), noise(9, 17), noise(1, 6), noise(1, 1)}) {
                assertArrayEquals(
                        naive(naive(picture, radius, true), radius, false).rgb(),
                        Degrade.blurred(picture, radius).rgb(),
                        () -> "radius " + radius + " of " + picture.width() + " by " + picture.height());
            }
        }
    }

    @Test
    void whatIsEvenStaysSo() {
        var even = new Raster(5, 4, new byte[5 * 4 * 3]);
        assertArrayEquals(even.rgb(), Degrade.BLUR.apply(even, 0).rgb());
        assertEquals(5, Degrade.BLUR.apply(even, 0).width());
    }

    private static Raster noise(int width, int height) {
        var rgb = new byte[width * height * 3];
        RANDOM.nextBytes(rgb);
        return new Raster(width, height, rgb);
    }

    /// As its definition says.
    private static Raster naive(Raster picture, int radius, boolean along) {
        var rgb = new byte[picture.rgb().length];
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    int sum = 0;
                    for (int d = -radius; d <= radius; d++) {
                        int atX = along ? Math.clamp(x + d, 0, picture.width() - 1) : x;
                        int atY = along ? y : Math.clamp(y + d, 0, picture.height() - 1);
                        sum += picture.at(atY * picture.width() + atX, c);
                    }
                    rgb[(y * picture.width() + x) * 3 + c] = (byte) Math.round((float) sum / (2 * radius + 1));
                }
            }
        }
        return new Raster(picture.width(), picture.height(), rgb);
    }
}
