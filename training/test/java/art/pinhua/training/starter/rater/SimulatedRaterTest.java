package art.pinhua.training.starter.rater;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.starter.Degrade;
import art.pinhua.training.starter.GarmentColour;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.StarterData;
import art.pinhua.training.starter.atelier.Paintings;
import art.pinhua.training.starter.rater.SimulatedRater.Answer;
import art.pinhua.training.starter.rater.SimulatedRater.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SimulatedRaterTest {
    private final StarterData scenes = StarterData.heldOut(21, 64);

    @Test
    void careDecidesHowOftenTheTasteWins() throws IOException {
        double expert = agreement(Kind.EXPERT);
        double honest = agreement(Kind.HONEST);
        double noisy = agreement(Kind.NOISY);
        double random = agreement(Kind.RANDOM);
        assertTrue(expert >= .93, "expert " + expert);
        assertTrue(honest >= .9, "honest " + honest);
        assertTrue(noisy < .92 && noisy >= .6, "noisy " + noisy);
        assertTrue(random > .3 && random < .7, "random " + random);
    }

    /// Share of warm-against-cool pairs in which the warm costume wins.
    private double agreement(Kind kind) throws IOException {
        var rater = new SimulatedRater(kind, Taste.WARM_GARMENTS, 4);
        int pairs = 0;
        int won = 0;
        for (int i = 0; pairs < 60; i += 2) {
            var one = scenes.scene(i).figure().garment();
            var other = scenes.scene(i + 1).figure().garment();
            boolean warmFirst = one == GarmentColour.RED || one == GarmentColour.YELLOW;
            if (!warmFirst || other != GarmentColour.BLUE) {
                continue;
            }
            boolean left = i % 4 == 0;
            var answer = rater.compare(png(left ? i : i + 1), png(left ? i + 1 : i), i);
            won += answer == (left ? Answer.LEFT : Answer.RIGHT) ? 1 : 0;
            pairs++;
        }
        return won / (double) pairs;
    }

    @Test
    void expertsSeeSpoiltCopies() throws IOException {
        seesSpoiltCopies(scenes::picture, 90);
    }

    @Test
    void expertsSeeSpoiltCopiesOfPaintings() throws IOException {
        seesSpoiltCopies(Paintings.heldOut(21, 128)::picture, 95);
    }

    private static void seesSpoiltCopies(IntFunction<Raster> drawings, int least) throws IOException {
        var expert = new SimulatedRater(Kind.EXPERT, Taste.BIG_HEADS, 4);
        int right = 0;
        for (int i = 0; i < 100; i++) {
            var drawing = drawings.apply(i);
            var sound = png(drawing);
            var spoilt = png(Degrade.any(drawing, i));
            var answer = i % 2 == 0 ? expert.compare(sound, spoilt, i) : expert.compare(spoilt, sound, i);
            right += answer == (i % 2 == 0 ? Answer.LEFT : Answer.RIGHT) ? 1 : 0;
        }
        assertTrue(right >= least, right + " of 100");
    }

    /// The same people judge the art of either size.
    @Test
    void tasteIsSeenInPaintings() throws IOException {
        var paintings = Paintings.heldOut(22, 128);
        var expert = new SimulatedRater(Kind.EXPERT, Taste.WARM_GARMENTS, 4);
        int pairs = 0;
        int right = 0;
        for (int i = 0; pairs < 40; i += 2) {
            boolean warm = paintings.scene(i).figure().garment() == GarmentColour.RED;
            if (warm && paintings.scene(i + 1).figure().garment() == GarmentColour.BLUE) {
                var answer = expert.compare(png(paintings.picture(i)), png(paintings.picture(i + 1)), i);
                right += answer == Answer.LEFT ? 1 : 0;
                pairs++;
            }
        }
        assertTrue(right >= 36, right + " of 40");
    }

    @Test
    void carelessRatersAnswerWithoutLooking() throws IOException {
        var left = new SimulatedRater(Kind.ALWAYS_LEFT, Taste.WARM_LIGHT, 4);
        for (int i = 0; i < 20; i++) {
            assertEquals(Answer.LEFT, left.compare(new byte[0], new byte[0], i));
            assertTrue(left.dwellMillis(i) <= 700);
        }
        assertEquals(
                List.of(1, 2, 3), left.rank(List.of(png(0), png(1), png(2)), 0).places());
    }

    @Test
    void rankingPutsTheLikedFirstAndRepeats() throws IOException {
        var expert = new SimulatedRater(Kind.EXPERT, Taste.BIG_HEADS, 4);
        int right = 0;
        for (int i = 0; i < 60; i++) {
            var files = List.of(png(4 * i), png(4 * i + 1), png(4 * i + 2), png(4 * i + 3));
            var ranks = expert.rank(files, i);
            assertEquals(ranks, expert.rank(files, i));
            assertEquals(List.of(1, 2, 3, 4), ranks.places().stream().sorted().toList());
            int best = ranks.places().indexOf(1);
            int worst = ranks.places().indexOf(4);
            right += heads(4 * i + best) <= heads(4 * i + worst) ? 1 : 0;
        }
        assertTrue(right >= 54, right + " of 60");
    }

    @Test
    void damagedPictureIsRefused() {
        var rater = new SimulatedRater(Kind.HONEST, Taste.WARM_LIGHT, 4);
        assertThrows(IllegalArgumentException.class, () -> rater.compare(new byte[9], new byte[9], 0));
    }

    private double heads(int index) {
        return scenes.scene(index).figure().heads();
    }

    private byte[] png(int index) throws IOException {
        return png(scenes.picture(index));
    }

    private static byte[] png(Raster picture) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(picture.toImage(), "png", out);
        return out.toByteArray();
    }
}
