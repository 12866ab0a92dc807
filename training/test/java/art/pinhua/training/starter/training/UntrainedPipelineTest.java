package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.Painter;
import art.pinhua.training.generate.PictureListener;
import art.pinhua.training.generate.PictureRequest;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.starter.training.UntrainedPipeline.Size;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntrainedPipelineTest {
    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @TempDir
    Path folder;

    @Test
    void sizesAreThoseOfThePublishedModels() {
        assertEquals(859_520_964L, parameters(UNet.shapes(Size.SD15.denoiser())));
        assertEquals(2_567_463_684L, parameters(UNet.shapes(Size.SDXL.denoiser())));
        for (Size size : Size.values()) {
            assertEquals(83_653_863L, parameters(Autoencoder.shapes(size.autoencoder())));
        }
    }

    private static long parameters(Map<String, long[]> shapes) {
        return shapes.values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .sum();
    }

    @Test
    void aDenoiserThatIsToldSizesMakesAPipelineOfTheXlFamilyThatDraws() throws IOException {
        var denoiser = new UNetConfig(
                8,
                4,
                4,
                List.of(32, 64),
                List.of(false, true),
                1,
                48 + 40,
                List.of(1, 2),
                List.of(1, 1),
                32,
                1e-5,
                true,
                0,
                true,
                false,
                new UNetConfig.Addition(32, 40),
                0);
        assertTrue(draws(denoiser).xl());
    }

    @Test
    void anotherMakesOneOfTheFirstFamily() throws IOException {
        var denoiser = UNetConfig.of(8, List.of(32, 64), List.of(false, true), 1, 48, 2, 32);
        assertEquals(1, draws(denoiser).texts().size());
    }

    private Networks draws(UNetConfig denoiser) throws IOException {
        var autoencoder = AutoencoderConfig.of(16, List.of(32, 32), 1, 32, .18215);
        UntrainedPipeline.write(tensors, folder, autoencoder, denoiser, 1);
        try (BaseModel model = BaseModel.read(tensors, folder)) {
            Networks networks = model.networks(tensors);
            var request = new PictureRequest("猫", "", List.of(1L), 2, 3, SamplerKind.DDIM, 16, 16);
            try (var painter = new Painter(tensors, networks)) {
                assertEquals(
                        1,
                        painter.draw(request, PictureListener.NONE).pictures().size());
            }
            return networks;
        }
    }
}
