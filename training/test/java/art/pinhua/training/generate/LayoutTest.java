package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Strides;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LayoutTest {
    /// Attends at the two finer of three levels.
    private final JsonObject json = Fixtures.json("pipeline/unet/config.json");

    @Test
    void narrowDenoisersLieChannelsLastWhereTheyAttend() {
        var config = UNetConfig.parse(json);
        assertEquals(3, config.levels());
        for (String part : new String[] {"down_blocks.0", "down_blocks.1", "mid_block", "up_blocks.1", "up_blocks.2"}) {
            assertTrue(Layout.QUICKEST.channelsLast(config, part + ".resnets.0.conv1.weight"), part);
        }
        for (String part : new String[] {"down_blocks.2", "up_blocks.0"}) {
            assertFalse(Layout.QUICKEST.channelsLast(config, part + ".resnets.0.conv1.weight"), part);
        }
        assertFalse(Layout.QUICKEST.channelsLast(config, "conv_in.weight"));
        assertFalse(Layout.ROWS.channelsLast(config, "mid_block.resnets.0.conv1.weight"));
        assertTrue(Layout.CHANNELS_LAST.channelsLast(config, "conv_in.weight"));
    }

    @Test
    void wideDenoisersLieChannelsLast() {
        var widths = new JsonArray();
        for (int width : new int[] {320, 640, 1280}) {
            widths.add(width);
        }
        json.add("block_out_channels", widths);
        assertTrue(Layout.QUICKEST.channelsLast(UNetConfig.parse(json), "conv_in.weight"));
    }

    @Test
    void weightsLieAsTheLayoutSays() throws IOException {
        try (var tensors = Tensors.cpu(1);
                var model = BaseModel.read(tensors, MicroPipeline.FOLDER)) {
            tensors.step(false, () -> {
                model.unetWeights().forEach((name, weight) -> {
                    boolean convolution = weight.getShape().dimension() == 4
                            && weight.getShape().get(2) > 1; // of one pixel, both are the same
                    assertEquals(convolution && model.channelsLast(name), !Strides.rowByRow(tensors, weight), name);
                });
                return null;
            });
        }
    }

    /// A preference step compares the two; with an adapter that changes nothing they are one.
    @Test
    void aPassGivesTheSameWithAndWithoutGradients() throws IOException {
        try (var tensors = Tensors.cpu(1);
                var model = BaseModel.read(tensors, MicroPipeline.FOLDER)) {
            UNet unet = model.networks(tensors).unet();
            NDArray latents = noise(tensors, 8, unet.config().inChannels(), 16, 16);
            NDArray text = noise(tensors, 8, 77, unet.config().crossAttentionDim());
            NDArray times = tensors.of(new float[] {1, 40, 150, 300, 450, 600, 800, 999}, 8);
            assertArrayEquals(
                    tensors.step(true, () -> tensors.toFloats(unet.predict(latents, times, text))),
                    tensors.step(false, () -> tensors.toFloats(unet.predict(latents, times, text))));
        }
    }

    private static NDArray noise(Tensors tensors, long... shape) {
        var values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        Counter.gaussians(5, Stream.NOISE, 0, values);
        return tensors.of(values, shape);
    }
}
