package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.data.RecordFile;
import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.model.UNet;
import art.pinhua.training.starter.StarterData;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextGainTest {
    private static final int PICTURES = 32;

    @TempDir
    Path folder;

    /// The shipped model follows its prompts, so the right description must help it; a denoiser that has learnt nothing
    /// cannot tell one from another.
    @Test
    void aModelThatFollowsPromptsGainsByTheRightText() throws Exception {
        try (Tensors tensors = Tensors.cpu(1);
                BaseModel model = BaseModel.read(tensors, Path.of("models/starter-64"))) {
            Networks networks = model.networks(tensors);
            StarterData gallery = StarterData.training(1, 64);
            try (RecordFile file = encoded(tensors, networks, gallery)) {
                var latents = new Latents(file, 4, 16, PICTURES);
                var gain = TextGain.of(tensors, networks, gallery, latents, .9);
                assertEquals(899, gain.timestep());
                assertTrue(gain.share() > .05, gain::toString);

                var config = networks.unet().config();
                var fresh = UNet.of(tensors, config, FreshWeights.denoiser(tensors, UNet.shapes(config), 1), Map.of());
                assertEquals(
                        0,
                        TextGain.of(tensors, networks.over(fresh), gallery, latents, .9)
                                .share());
            }
        }
    }

    private RecordFile encoded(Tensors tensors, Networks networks, StarterData gallery) throws IOException {
        var autoencoder = networks.autoencoder();
        float[] values = tensors.step(
                false,
                () -> tensors.toFloats(autoencoder
                        .encode(tensors.of(gallery.pictures(0, PICTURES), PICTURES, 3, 64, 64))
                        .mean()));
        int size = values.length / PICTURES;
        float scale = (float) autoencoder.config().scalingFactor();
        return RecordFile.filled(folder.resolve("latents.bin"), size * Float.BYTES, PICTURES, picture -> {
            var record = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < size; i++) {
                record.putFloat(values[picture * size + i] * scale);
            }
            return record.array();
        });
    }
}
