package art.pinhua.training.bench;

import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.Raster;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// What an autoencoder's round trip costs held-out drawings.
///
/// @param psnr    peak signal-to-noise ratio over all pixels, decibels
/// @param costume mean CIEDE2000 in the area of the costume
record CodingErrors(double psnr, double costume) {
    private static final long SEED = 3;

    /// What is promised.
    /// @param psnr least, decibels; `costume` the largest mean CIEDE2000
    record Gate(double psnr, double costume) {
        /// Of the models of 64 and 128 pixels: the small one codes more coarsely.
        static Gate of(int side) {
            return new Gate(side == 64 ? 24 : 26, 6);
        }
    }

    static CodingErrors of(Curriculum curriculum, int drawings, UnaryOperator<Raster> roundTrip) {
        var gallery = curriculum.heldOut(SEED);
        double squares = 0;
        long values = 0;
        double colour = 0;
        long pixels = 0;
        for (int i = 0; i < drawings; i++) {
            var drawn = gallery.picture(i);
            var coded = roundTrip.apply(drawn);
            var costume = curriculum.costumeArea(SEED, i);
            for (int pixel = 0; pixel < costume.length; pixel++) {
                var before = rgb(drawn, pixel);
                var after = rgb(coded, pixel);
                for (int c = 0; c < 3; c++) {
                    squares += (double) (before[c] - after[c]) * (before[c] - after[c]);
                    values++;
                }
                if (costume[pixel]) {
                    colour += ColourDifference.between(before, after);
                    pixels++;
                }
            }
        }
        return new CodingErrors(10 * Math.log10(255.0 * 255 / (squares / values)), colour / pixels);
    }

    private static int[] rgb(Raster picture, int pixel) {
        return new int[] {picture.at(pixel, 0), picture.at(pixel, 1), picture.at(pixel, 2)};
    }

    boolean passes(Gate gate) {
        return sharp(gate) && coloured(gate);
    }

    private boolean sharp(Gate gate) {
        return psnr >= gate.psnr();
    }

    private boolean coloured(Gate gate) {
        return costume <= gate.costume();
    }

    String markdown(Gate gate) {
        return String.format(
                Locale.ROOT,
                "The autoencoder's round trip: %.2f dB PSNR (≥ %.0f %s), CIEDE2000 of %.2f in the area of the costume"
                        + " (≤ %.0f %s).%n",
                psnr,
                gate.psnr(),
                mark(sharp(gate)),
                costume,
                gate.costume(),
                mark(coloured(gate)));
    }

    private static String mark(boolean passed) {
        return passed ? "✓" : "✗";
    }
}
