package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.generation.ImageRequest.Size;
import art.pinhua.registry.ModelVersion.BaseModel;
import art.pinhua.registry.UsualSampling;
import art.pinhua.training.contract.NoiseKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PictureSizesTest {
    private static final UUID ID = new UUID(0, 1);

    @Test
    void aStartThatTheModelCannotDrawKeepsItsProportions() {
        assertEquals(new Size(128, 128), PictureSizes.automatic(model(128), Optional.empty()));
        assertEquals(new Size(168, 96), automatic(168, 96, 128));
        assertEquals(new Size(680, 384), automatic(168, 96, 512)); // 7 : 4
        assertEquals(new Size(64, 256), automatic(100, 2000, 128)); // as far as the model goes
        assertEquals(new Size(128, 128), automatic(1024, 1024, 128));
    }

    private static Size automatic(int width, int height, int own) {
        return PictureSizes.automatic(model(own), Optional.of(image(width, height)));
    }

    private static BaseModel model(int side) {
        return new BaseModel(
                ID,
                "model",
                "digest",
                null,
                "folder",
                side,
                side,
                1,
                "",
                "",
                "",
                "",
                UsualSampling.PLAIN,
                11,
                Instant.EPOCH);
    }

    private static Image image(int width, int height) {
        return new Image(
                ID,
                ID,
                0,
                "sha256",
                ID,
                "竹林",
                "",
                7,
                20,
                3,
                "DDIM",
                0,
                NoiseKind.COUNTER,
                null,
                null,
                null,
                List.of(),
                List.of(),
                0,
                width,
                height,
                Instant.EPOCH);
    }
}
