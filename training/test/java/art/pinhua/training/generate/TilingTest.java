package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.Png;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TilingTest {
    private static final int CHANNELS = 2;
    private static final int SCALE = 3;
    private static final Tiling TILING = new Tiling(7, 2);

    private static float value(int channel, int row, int column) {
        return 100 * channel + row - .25f * column;
    }

    /// Where all tiles agree on a pixel, it is theirs.
    @Test
    void tilesFitTogether() {
        int height = 23;
        int width = 7;
        float[] whole = TILING.whole(height, width, CHANNELS, SCALE, (top, left, rows, columns) -> {
            assertTrue(rows <= 7 && columns <= 7);
            var part = new float[CHANNELS * rows * SCALE * columns * SCALE];
            for (int i = 0; i < part.length; i++) {
                int column = i % (columns * SCALE);
                int row = i / (columns * SCALE) % (rows * SCALE);
                part[i] = value(i / (rows * SCALE * columns * SCALE), top * SCALE + row, left * SCALE + column);
            }
            return part;
        });
        assertEquals(CHANNELS * height * SCALE * width * SCALE, whole.length);
        for (int i = 0; i < whole.length; i++) {
            int column = i % (width * SCALE);
            int row = i / (width * SCALE) % (height * SCALE);
            assertEquals(value(i / (height * SCALE * width * SCALE), row, column), whole[i], 1e-3);
        }
    }

    @Test
    void tilesCoverEverythingAndOverlap() {
        for (int length = 1; length < 60; length++) {
            int[] starts = TILING.starts(length);
            assertEquals(0, starts[0]);
            assertEquals(Math.max(0, length - 7), starts[starts.length - 1]);
            for (int i = 1; i < starts.length; i++) {
                int overlap = starts[i - 1] + 7 - starts[i];
                assertTrue(overlap >= 2, "overlap " + overlap + " of " + length);
            }
        }
        assertArrayEquals(new int[] {0, 5, 10}, TILING.starts(17));
        assertThrows(IllegalArgumentException.class, () -> new Tiling(8, 4));
    }

    /// With the shipped model: a picture drawn and taken up again in tiles looks like the one coded at once.
    @Test
    void aPictureInTilesLooksTheSame() throws IOException {
        try (var tensors = Tensors.cpu(1);
                var base = BaseModel.read(tensors, Path.of("models/starter-64"));
                var whole = new Painter(tensors, base.networks(tensors));
                var texts = new TextStates(tensors, base.networks(tensors));
                var tiled = new Painter(tensors, base.networks(tensors), texts, 64 * 64, new Tiling(20, 6))) {
            var request = request(null);
            var one = whole.draw(request, PictureListener.NONE).pictures().getFirst();
            var other = tiled.draw(request, PictureListener.NONE).pictures().getFirst();
            double apart = apart(one, other);
            assertTrue(apart > 0 && apart < 6, () -> "apart by " + apart);

            var again = request(new PictureRequest.Start(one, .3, null));
            double later = apart(
                    whole.draw(again, PictureListener.NONE).pictures().getFirst(),
                    tiled.draw(again, PictureListener.NONE).pictures().getFirst());
            assertTrue(later > 0 && later < 12, () -> "from a picture, apart by " + later);
        }
    }

    private static PictureRequest request(PictureRequest.@Nullable Start start) {
        return new PictureRequest(
                "竹林里的人", "", List.of(5L), 6, 3, SamplerKind.DPMPP_2M, 128, 96, 0, NoiseKind.COUNTER, start, 0);
    }

    private static double apart(Png.Pixels one, Png.Pixels other) {
        double sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF));
        }
        return sum / one.rgb().length;
    }
}
