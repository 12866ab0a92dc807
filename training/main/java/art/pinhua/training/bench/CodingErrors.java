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

    String markdown() {
        return String.format(
                Locale.ROOT,
                "The autoencoder's round trip: %.1f dB PSNR, CIEDE2000 of %.1f in the area of the costume.%n",
                psnr,
                costume);
    }
}
