package art.pinhua.training.starter.atelier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.starter.Background;
import art.pinhua.training.starter.Costume;
import art.pinhua.training.starter.GarmentColour;
import art.pinhua.training.starter.HeldOut;
import art.pinhua.training.starter.Raster;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class PaintingTest {
    private static final int SIDE = 128;
    private final Paintings training = Paintings.training(1, SIDE);

    @Test
    void sameSceneGivesTheSamePixelsInEveryBrush() {
        for (var brush : BrushStyle.values()) {
            for (int i = 0; i < 4; i++) {
                var scene = training.scene(i).with(brush);
                assertArrayEquals(
                        Painting.render(scene, SIDE).rgb(),
                        Painting.render(scene, SIDE).rgb(),
                        brush.name());
            }
        }
    }

    @Test
    void picturesDiffer() {
        var seen = new HashSet<Integer>();
        for (int i = 0; i < 80; i++) {
            seen.add(Arrays.hashCode(training.picture(i).rgb()));
        }
        assertEquals(80, seen.size());
    }

    @Test
    void everyCostumePostureAndThingShowsAFigure() {
        var base = training.scene(3);
        for (var costume : Costume.values()) {
            for (var posture : Posture.values()) {
                for (var held : EnumSet.of(Held.NOTHING, Held.values()[1 + posture.ordinal()])) {
                    for (double heads : new double[] {2.5, 7.4}) {
                        var figure = new Figure(
                                heads,
                                Person.values()[posture.ordinal() % 2],
                                posture,
                                costume,
                                base.figure().garment(),
                                base.figure().hair(),
                                Cut.values()[costume.ordinal() % Cut.values().length],
                                held);
                        var scene = base.with(figure);
                        double share = share(Painting.render(scene, SIDE), Painting.scenery(scene, SIDE));
                        assertTrue(share > .04 && share < .75, figure + " covers " + share);
                    }
                }
            }
        }
    }

    private static double share(Raster one, Raster other) {
        var unlike = one.unlike(other);
        int count = 0;
        for (boolean differs : unlike) {
            count += differs ? 1 : 0;
        }
        return count / (double) unlike.length;
    }

    @Test
    void basicBrushesAloneAreDrawnForTraining() {
        var seen = EnumSet.noneOf(BrushStyle.class);
        for (int i = 0; i < 3000; i++) {
            var scene = training.scene(i);
            seen.add(scene.brush());
            assertFalse(
                    HeldOut.contains(scene.figure().costume(), scene.figure().garment(), scene.background()));
        }
        assertEquals(EnumSet.of(BrushStyle.FLAT, BrushStyle.OUTLINE, BrushStyle.WATERCOLOUR), seen);
    }

    @Test
    void brushesLookUnlikeOneAnother() {
        var scene = training.scene(5);
        for (var one : BrushStyle.values()) {
            for (var other : BrushStyle.values()) {
                if (one.ordinal() < other.ordinal()) {
                    double change = difference(
                            Painting.render(scene.with(one), SIDE), Painting.render(scene.with(other), SIDE));
                    assertTrue(change > 3, one + " and " + other + " differ by " + change);
                }
            }
        }
    }

    private static double difference(Raster one, Raster other) {
        double sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 255) - (other.rgb()[i] & 255));
        }
        return sum / one.rgb().length;
    }

    @Test
    void heldOutScenesAreOtherScenes() {
        var heldOut = Paintings.heldOut(1, SIDE);
        var seen = new HashSet<Scene>();
        for (int i = 0; i < 1000; i++) {
            seen.add(training.scene(i));
        }
        for (int i = 0; i < 1000; i++) {
            assertFalse(seen.contains(heldOut.scene(i)));
        }
    }

    @Test
    void looserHandsMoveLinesAndNothingElse() {
        for (int i = 0; i < 12; i++) {
            var scene = training.scene(i);
            var close = loosely(scene, 0);
            var half = loosely(scene, .5);
            var loose = loosely(scene, 1);
            assertEquals(
                    0, share(Painting.scenery(close, SIDE), Painting.scenery(loose, SIDE)), "the scenery is as it was");
            double less = difference(Painting.render(close, SIDE), Painting.render(half, SIDE));
            double more = difference(Painting.render(close, SIDE), Painting.render(loose, SIDE));
            assertTrue(less > 0 && more > less, scene + ": " + less + ", " + more);
            assertTrue(more < 9, "forms and colours are as they were, but changed by " + more);
        }
    }

    private static Scene loosely(Scene scene, double looseness) {
        var manner = scene.manner();
        return new Scene(
                scene.figure(),
                scene.background(),
                scene.brush(),
                new Manner(
                        manner.lineWeight(),
                        manner.warmth(),
                        manner.depth(),
                        manner.asymmetry(),
                        manner.place(),
                        manner.scale(),
                        manner.mirrored(),
                        manner.variant(),
                        manner.detail(),
                        looseness));
    }

    @Test
    void theLoosestLinesStayNearTheirForms() {
        var form = new Rectangle2D.Double(.3, .2, .4, .6);
        var hand = new LooseHand(1, 17);
        for (int stroke = 0; stroke < 2; stroke++) {
            var bounds = hand.along(form, stroke).getBounds2D();
            assertEquals(form.getMinX(), bounds.getMinX(), .03);
            assertEquals(form.getMaxY(), bounds.getMaxY(), .03);
        }
        assertSame(form, new LooseHand(0, 17).along(form, 0));
    }

    /// 右衽: buttons under the wearer's right arm, which is at the viewer's left, whichever way the figure stands; the
    /// pendant hangs at the other side.
    @Test
    void robesCloseToTheWearersRight() {
        int seen = 0;
        int seams = 0;
        for (int i = 0; seen < 12 || seams < 4; i++) {
            var scene = Scene.draw(7, i);
            var figure = scene.figure();
            if (figure.costume() == Costume.ROBE
                    && figure.posture() == Posture.STANDING
                    && figure.held() == Held.NOTHING
                    && figure.garment() == GarmentColour.RED) {
                var manner = scene.manner().neutral();
                double middle = SIDE * (.5 + .085 * manner.place());
                var picture = Painting.render(new Scene(figure, Background.PLAIN, BrushStyle.FLAT, manner), SIDE);
                double jade = mean(picture, middle, .5, .9, PaintingTest::jade);
                if (!Double.isNaN(jade)) { // folded hands hide it
                    seen++;
                    assertTrue(jade > middle, scene + ": pendant at " + jade + " of " + middle);
                }
                if (figure.heads() > 5.5 && figure.hair() != Shade.GOLDEN) {
                    seams++;
                    double seam = mean(picture, middle, .28, .45, PaintingTest::gold);
                    assertTrue(seam < middle, scene + ": seam at " + seam + " of " + middle);
                }
            }
        }
    }

    private interface Hue {
        double of(int red, int green, int blue);
    }

    private static double jade(int red, int green, int blue) {
        return Math.max(0, green - Math.max(red, blue) - 8);
    }

    private static double gold(int red, int green, int blue) {
        return Math.max(0, Math.min(red, green) - blue - 60);
    }

    /// Where the pixels of a hue near the figure's middle are, from the left; NaN for none.
    /// @param from share of the height; `to` likewise
    private static double mean(Raster picture, double middle, double from, double to, Hue hue) {
        double sum = 0;
        double weight = 0;
        byte[] rgb = picture.rgb();
        for (int y = (int) (SIDE * from); y < SIDE * to; y++) {
            for (int x = (int) middle - 12; x <= middle + 12; x++) {
                int at = (y * SIDE + x) * 3;
                double much = hue.of(rgb[at] & 255, rgb[at + 1] & 255, rgb[at + 2] & 255);
                sum += much * x;
                weight += much;
            }
        }
        return sum / weight;
    }

    @Test
    void everySizeDrawsButTheTiniest() {
        assertEquals(64 * 64 * 3, Painting.render(training.scene(0), 64).rgb().length);
        assertThrows(IllegalArgumentException.class, () -> Painting.render(training.scene(0), 8));
        assertThrows(IllegalArgumentException.class, () -> training.scene(-1));
    }

    @Test
    void wrongParametersAreRefusedByName() {
        var good = training.scene(0);
        var manner = good.manner();
        var refused = assertThrows(
                IllegalArgumentException.class, () -> new Manner(9, 0, 0, 0, 0, .8, false, 0, manner.detail(), 0));
        assertTrue(String.valueOf(refused.getMessage()).contains("lineWeight"));
        var careless = assertThrows(IllegalArgumentException.class, () -> loosely(good, 1.1));
        assertTrue(String.valueOf(careless.getMessage()).contains("looseness"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Figure(
                        9,
                        good.figure().person(),
                        good.figure().posture(),
                        good.figure().costume(),
                        good.figure().garment(),
                        good.figure().hair(),
                        good.figure().cut(),
                        good.figure().held()));
    }
}
