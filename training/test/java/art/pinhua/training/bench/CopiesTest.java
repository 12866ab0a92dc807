package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.SmallCurriculum;
import art.pinhua.training.starter.training.LearntFrom;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CopiesTest {
    private final SmallCurriculum curriculum = new SmallCurriculum(64);

    @Test
    void repeatedTrainingPicturesAreFoundAndNewOnesAreNot() {
        var training = curriculum.training(1);
        var heldOut = curriculum.heldOut(1);
        var repeated = LongStream.range(20, 30).mapToObj(training::picture).toList();
        var fresh = LongStream.range(100, 110).mapToObj(heldOut::picture).toList();
        var learntFrom = List.of(new LearntFrom(1, 40));
        var copied = Copies.of(repeated, curriculum, learntFrom);
        assertEquals(10, copied.copies());
        assertFalse(copied.passed());
        assertTrue(copied.markdown().contains("Copies: 10 ✗."), copied.markdown());
        var none = Copies.of(fresh, curriculum, learntFrom);
        assertEquals(0, none.copies());
        assertTrue(none.passed());
        assertTrue(none.markdown().contains("40 training pictures"), none.markdown());
        assertTrue(none.markdown().contains("Copies: 0 ✓."), none.markdown());
    }

    /// As an autoencoder gives a picture back: softer, and a little to the side.
    @Test
    void aBlurredAndShiftedCopyIsOne() {
        var training = curriculum.training(1);
        var altered = LongStream.range(20, 30)
                .mapToObj(training::picture)
                .map(CopiesTest::softened)
                .toList();
        assertEquals(
                10,
                Copies.of(altered, curriculum, List.of(new LearntFrom(1, 40))).copies());
    }

    /// Each pixel is the mean of itself and its neighbours to the right and below.
    private static Raster softened(Raster picture) {
        var rgb = new byte[picture.rgb().length];
        for (int i = 0; i < picture.width() * picture.height(); i++) {
            int right = i % picture.width() + 1 < picture.width() ? i + 1 : i;
            int below = i + picture.width() < picture.width() * picture.height() ? i + picture.width() : i;
            for (int c = 0; c < 3; c++) {
                rgb[3 * i + c] = (byte) ((picture.at(i, c) + picture.at(right, c) + picture.at(below, c)) / 3);
            }
        }
        return new Raster(picture.width(), picture.height(), rgb);
    }

    @Test
    void wholeCodingLosesNothingAndGreyLosesTheCostume() {
        var kept = CodingErrors.of(curriculum, 4, picture -> picture);
        assertEquals(0, kept.costume());
        var grey = CodingErrors.of(curriculum, 12, CopiesTest::grey);
        assertTrue(grey.costume() > 12, grey.toString());
        assertTrue(grey.psnr() < 26, grey.toString());
    }

    @Test
    void aCopyIsFoundAmongAllTrainingPictures() {
        var repeated = List.of(curriculum.training(1).picture(299));
        assertEquals(
                1,
                Copies.of(repeated, curriculum, List.of(new LearntFrom(1, 300))).copies());
        assertEquals(
                0,
                Copies.of(repeated, curriculum, List.of(new LearntFrom(1, 299))).copies());
    }

    /// A model that went on from an earlier one may repeat what that one was shown.
    @Test
    void copiesOfAnEarlierRunAreFound() {
        var training = curriculum.training(1);
        var repeated = LongStream.range(20, 30).mapToObj(training::picture).toList();
        var first = new LearntFrom(1, 40);
        var last = new LearntFrom(2, 40);
        assertEquals(0, Copies.of(repeated, curriculum, List.of(last)).copies());
        var both = Copies.of(repeated, curriculum, List.of(first, last));
        assertEquals(10, both.copies());
        assertTrue(both.markdown().contains("80 training pictures"), both.markdown());
        var twice = Copies.of(repeated, curriculum, List.of(first, new LearntFrom(1, 30)));
        assertEquals(10, twice.copies());
        assertTrue(twice.markdown().contains("40 training pictures"), twice.markdown());
    }

    @Test
    void whatAnotherArtDrewCannotBeLookedThrough() {
        var heldOut = curriculum.heldOut(1);
        var fresh = LongStream.range(100, 110).mapToObj(heldOut::picture).toList();
        var lost = Copies.of(fresh, curriculum, List.of(new LearntFrom(1, 40, "of another art")));
        assertEquals(0, lost.copies());
        assertFalse(lost.passed());
        assertTrue(
                lost.markdown().contains("Copies: 0 ✗. It also learnt from 40 that another art drew"), lost.markdown());
    }

    @Test
    void whatTheAutoencoderLosesHasItsGates() {
        var gate = CodingErrors.Gate.of(128);
        var sound = new CodingErrors(26, 6);
        assertTrue(sound.passes(gate));
        assertTrue(sound.markdown(gate).contains("26.00 dB PSNR (≥ 26 ✓), CIEDE2000 of 6.00"), sound.markdown(gate));
        var blurred = new CodingErrors(25.996, 5);
        assertFalse(blurred.passes(gate));
        assertTrue(blurred.markdown(gate).contains("(≥ 26 ✗)"), blurred.markdown(gate));
        assertTrue(blurred.passes(CodingErrors.Gate.of(64)));
        var pale = new CodingErrors(27, 6.1);
        assertFalse(pale.passes(gate));
        assertTrue(pale.markdown(gate).contains("(≤ 6 ✗)"), pale.markdown(gate));
    }

    private static Raster grey(Raster picture) {
        var rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i += 3) {
            byte mean = (byte) (((rgb[i] & 255) + (rgb[i + 1] & 255) + (rgb[i + 2] & 255)) / 3);
            rgb[i] = mean;
            rgb[i + 1] = mean;
            rgb[i + 2] = mean;
        }
        return new Raster(picture.width(), picture.height(), rgb);
    }
}
