package art.pinhua.training.starter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final StarterData scenes = StarterData.heldOut(11, 64);

    @Test
    void metersAreRightOnDrawings() {
        var errors = Calibration.of(scenes, 600, UnaryOperator.identity());
        assertTrue(errors.share(MeterErrors.BACKGROUND) >= .99, "background " + errors);
        assertTrue(errors.share(MeterErrors.FIGURE) >= .99, "figure " + errors);
        assertTrue(errors.share(MeterErrors.EMPTY) >= .99, "emptiness " + errors);
        assertTrue(errors.share(MeterErrors.GARMENT) >= .98, "garment " + errors);
        assertTrue(errors.share(MeterErrors.HAIR) >= .97, "hair " + errors);
        assertTrue(errors.share(MeterErrors.BUILD) >= .97, "build " + errors);
        assertTrue(errors.share(MeterErrors.POSE) >= .88, "pose " + errors);
        assertTrue(errors.headsError() <= .05, "heads " + errors);
        assertTrue(errors.warmthError() <= .15, "warmth " + errors);
    }

    @Test
    void metersBearBlurAndNoise() {
        var errors = Calibration.of(scenes, 400, MetersTest::softened);
        assertTrue(errors.share(MeterErrors.BACKGROUND) >= .98, "background " + errors);
        assertTrue(errors.share(MeterErrors.FIGURE) >= .98, "figure " + errors);
        assertTrue(errors.share(MeterErrors.EMPTY) >= .98, "emptiness " + errors);
        assertTrue(errors.share(MeterErrors.GARMENT) >= .97, "garment " + errors);
        assertTrue(errors.share(MeterErrors.HAIR) >= .93, "hair " + errors);
        assertTrue(errors.share(MeterErrors.POSE) >= .75, "pose " + errors);
    }

    @Test
    void largerPicturesReadTheSame() {
        var errors = Calibration.of(StarterData.heldOut(11, 128), 150, UnaryOperator.identity());
        assertTrue(errors.share(MeterErrors.BACKGROUND) >= .98, "background " + errors);
        assertTrue(errors.share(MeterErrors.GARMENT) >= .97, "garment " + errors);
        assertTrue(errors.share(MeterErrors.FIGURE) >= .98, "figure " + errors);
    }

    @Test
    void warmGarmentsMeasureWarmer() {
        double warm = 0;
        double cool = 0;
        int warmCount = 0;
        int coolCount = 0;
        for (int i = 0; i < 300; i++) {
            var colour = scenes.scene(i).figure().garment();
            double measured = Meters.read(scenes.picture(i)).garmentWarmth();
            if (colour == GarmentColour.RED || colour == GarmentColour.YELLOW) {
                warm += measured;
                warmCount++;
            } else {
                cool += measured;
                coolCount++;
            }
        }
        assertTrue(warm / warmCount > cool / coolCount + .5, warm / warmCount + " against " + cool / coolCount);
    }

    @Test
    void spoiltCopiesAreOtherPictures() {
        var picture = scenes.picture(0);
        for (var way : Degrade.values()) {
            var spoilt = way.apply(picture, 5);
            assertTrue(meanDifference(picture, spoilt) > 4, way + " changes " + meanDifference(picture, spoilt));
            assertEquals(0, meanDifference(spoilt, way.apply(picture, 5)));
        }
    }

    @Test
    void wilsonIntervalIsTheTextbooksOne() {
        var rate = new Rate(81, 263); // Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        assertEquals(.2553, rate.low(), 1e-4);
        assertEquals(.3662, rate.high(), 1e-4);
    }

    @Test
    void copiesOfOneDrawingCountAsOneInTheInterval() {
        var copies = new Rate(4 * 81, 4 * 263, 4);
        assertEquals(.2553, copies.low(), 1e-4);
        assertEquals(.3662, copies.high(), 1e-4);
        assertEquals("30.8 % (25.5–36.6, n 263 × 4)", copies.toString());
        var errors = new MeterErrors.Count();
        for (int i = 0; i < 8; i++) {
            errors.add(MeterErrors.SPOILT, i > 0, 4);
        }
        assertEquals(new Rate(7, 8, 4), errors.errors().rates().get(MeterErrors.SPOILT));
    }

    /// About what an autoencoder of factor four does: a tent filter of three pixels, and noise.
    private static Raster softened(Raster picture) {
        var rgb = new byte[picture.rgb().length];
        var weights = new double[] {.25, .5, .25};
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (int k = 0; k < 9; k++) {
                        int atX = Math.clamp(x + k % 3 - 1, 0, picture.width() - 1);
                        int atY = Math.clamp(y + k / 3 - 1, 0, picture.height() - 1);
                        sum += weights[k % 3] * weights[k / 3] * picture.at(atY * picture.width() + atX, c);
                    }
                    int at = (y * picture.width() + x) * 3 + c;
                    double noise = 16 * (Counter.unit(3, Stream.NOISE, picture.at(0, 0), at) - .5);
                    rgb[at] = (byte) Math.clamp(Math.round(sum + noise), 0, 255);
                }
            }
        }
        return new Raster(picture.width(), picture.height(), rgb);
    }

    private static double meanDifference(Raster one, Raster other) {
        double sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF));
        }
        return sum / one.rgb().length;
    }
}
