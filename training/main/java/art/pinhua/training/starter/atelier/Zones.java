package art.pinhua.training.starter.atelier;

import art.pinhua.training.starter.Raster;
import java.util.Arrays;

/// Colours of the picture's sides, where no figure reaches: medians and quartile ranges of five bands from the sky to
/// the ground, left and right together.
///
/// @param values red, green, blue and the spread of each band, 0 … 255
record Zones(double[] values) {
    static final int BANDS = 5;
    static final int PER_BAND = 4;
    private static final double[] TOPS = {.06, .24, .45, .66, .90};
    private static final double HEIGHT = .10;
    private static final double MARGIN = .06;
    private static final double WIDTH = .13;

    static Zones of(Raster picture) {
        var values = new double[BANDS * PER_BAND];
        for (int band = 0; band < BANDS; band++) {
            int top = (int) (TOPS[band] * picture.height());
            int bottom = (int) ((TOPS[band] + HEIGHT * (band == BANDS - 1 ? .5 : 1)) * picture.height());
            double spread = 0;
            for (int c = 0; c < 3; c++) {
                var sorted = sorted(picture, top, bottom, c);
                values[band * PER_BAND + c] = sorted[sorted.length / 2];
                spread += (sorted[sorted.length * 9 / 10] - sorted[sorted.length / 10]) / 3;
            }
            values[band * PER_BAND + 3] = spread;
        }
        return new Zones(values);
    }

    private static double[] sorted(Raster picture, int top, int bottom, int channel) {
        int from = (int) (MARGIN * picture.width());
        int to = (int) ((MARGIN + WIDTH) * picture.width());
        var seen = new double[2 * (to - from) * (bottom - top)];
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = from; x < to; x++) {
                seen[count++] = picture.at(y * picture.width() + x, channel);
                seen[count++] = picture.at(y * picture.width() + picture.width() - 1 - x, channel);
            }
        }
        Arrays.sort(seen);
        return seen;
    }
}
