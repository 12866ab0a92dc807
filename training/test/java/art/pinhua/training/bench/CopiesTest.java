package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.starter.SmallCurriculum;
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
        assertEquals(10, Copies.of(repeated, training, heldOut, 40).copies());
        var none = Copies.of(fresh, training, heldOut, 40);
        assertEquals(0, none.copies());
        assertTrue(none.markdown().contains("40 training pictures"), none.markdown());
    }

    @Test
    void wholeCodingLosesNothingAndGreyLosesTheCostume() {
        var kept = CodingErrors.of(curriculum, 4, picture -> picture);
        assertEquals(0, kept.costume());
        var grey = CodingErrors.of(curriculum, 12, CopiesTest::grey);
        assertTrue(grey.costume() > 12, grey.toString());
        assertTrue(grey.psnr() < 26, grey.toString());
    }

    private static art.pinhua.training.starter.Raster grey(art.pinhua.training.starter.Raster picture) {
        var rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i += 3) {
            byte mean = (byte) (((rgb[i] & 255) + (rgb[i + 1] & 255) + (rgb[i + 2] & 255)) / 3);
            rgb[i] = mean;
            rgb[i + 1] = mean;
            rgb[i + 2] = mean;
        }
        return new art.pinhua.training.starter.Raster(picture.width(), picture.height(), rgb);
    }
}
