package art.pinhua.training.model;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.assertSays;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class UNetParityTest {
    private static final double TOLERANCE = 3e-5;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final UNetConfig config = UNetConfig.parse(Fixtures.json("pipeline/unet/config.json"));
    private final Map<String, NDArray> weights = arrays(tensors, Fixtures.UNET);
    private final Map<String, NDArray> expected = arrays(tensors, "expected/unet.safetensors");
    private final UNet unet = UNet.of(tensors, config, weights, Map.of());

    private NDArray times(float... times) {
        return tensors.of(times, times.length);
    }

    @Test
    void predictionsAgreeAtAllTimes() {
        for (int t : new int[] {1, 500, 999}) {
            NDArray output = unet.predict(get(expected, "sample"), times(t, t), get(expected, "context"));
            assertAgrees(tensors, "t = " + t, get(expected, "output.t" + t), output, TOLERANCE);
        }
    }

    @Test
    void samplesOfOneBatchMayHaveDifferentTimes() {
        NDArray times = get(expected, "mixed.timesteps").toType(DataType.FLOAT32, false);
        NDArray output = unet.predict(get(expected, "sample"), times, get(expected, "context"));
        assertAgrees(tensors, "mixed", get(expected, "mixed.output"), output, TOLERANCE);
    }

    @Test
    void everyPartAgrees() {
        checkParts("block.", get(expected, "sample"), times(500, 500), get(expected, "context"));
    }

    @Test
    void sizesThatDoNotHalveEvenlyAgreeInEveryPart() {
        NDArray output =
                checkParts("odd_block.", get(expected, "odd_sample"), times(500), get(expected, "odd_context"));
        assertAgrees(tensors, "odd", get(expected, "odd_output.t500"), output, TOLERANCE);
    }

    private NDArray checkParts(String prefix, NDArray sample, NDArray times, NDArray context) {
        Set<String> seen = new HashSet<>();
        NDArray output = unet.predict(sample, times, context, null, (part, value) -> {
            seen.add(prefix + part);
            assertAgrees(tensors, part, get(expected, prefix + part), value, TOLERANCE);
        });
        Set<String> wanted = new HashSet<>(expected.keySet());
        wanted.removeIf(name -> !name.startsWith(prefix));
        assertEquals(wanted, seen);
        return output;
    }

    /// What the way down has left is closed, too, when the way up has read it.
    @Test
    void aPassLeavesNothingOnTheWay() {
        var before = new AtomicInteger();
        int left = tensors.step(false, () -> {
            unet.predict(get(expected, "sample"), times(500, 500), get(expected, "context"), null, (part, value) -> {
                if (part.equals("time_embedding")) {
                    before.set(tensors.manager().getManagedArrays().size());
                }
            });
            return tensors.manager().getManagedArrays().size() - before.get();
        });
        assertEquals(2, left, "the result, and what the resnets are told of the time");
    }

    @Test
    void timeSinusoidsAgreeInEveryOrderAndShift() {
        Map<String, NDArray> numbers = arrays(tensors, "expected/time_embedding.safetensors");
        NDArray times = get(numbers, "timesteps").toType(DataType.FLOAT32, false);
        checkSinusoids(numbers, "sinusoid", times, 16, true, 0);
        checkSinusoids(numbers, "sinusoid.dim16.flip0.shift0", times, 16, false, 0);
        checkSinusoids(numbers, "sinusoid.dim16.flip0.shift1", times, 16, false, 1);
        checkSinusoids(numbers, "sinusoid.dim16.flip1.shift1", times, 16, true, 1);
        checkSinusoids(numbers, "sinusoid.dim320.flip1.shift0", times, 320, true, 0);
    }

    @Test
    void theLayersOverTheSinusoidsAgree() {
        Map<String, NDArray> numbers = arrays(tensors, "expected/time_embedding.safetensors");
        NDArray times = get(numbers, "timesteps").toType(DataType.FLOAT32, false);
        NDArray sample = get(expected, "sample").repeat(0, 4);
        NDArray context = get(expected, "context").repeat(0, 4);
        Set<String> seen = new HashSet<>();
        unet.predict(sample, times, context, null, (part, value) -> {
            seen.add(part);
            if (part.equals("time_embedding")) {
                assertAgrees(tensors, part, get(numbers, "embedding"), value, 1e-4);
            }
        });
        assertTrue(seen.contains("time_embedding"));
    }

    private void checkSinusoids(
            Map<String, NDArray> numbers, String name, NDArray times, int width, boolean cosinesFirst, double shift) {
        NDArray actual = TimeEmbedding.sinusoids(tensors, times, width, shift, cosinesFirst);
        assertAgrees(tensors, name, get(numbers, name), actual, 1e-4);
    }

    @Test
    void inBfloat16ThePredictionStaysNear() {
        NDArray sample = tensors.toBfloat16(get(expected, "sample"));
        NDArray context = tensors.toBfloat16(get(expected, "context"));
        NDArray output = tensors.toFloat32(unet.predict(sample, times(500, 500), context));
        NDArray wanted = get(expected, "output.t500");
        assertAgrees(tensors, "bf16", wanted, output, 0.1);
        double difference = Fixtures.difference(tensors.toFloats(wanted), tensors.toFloats(output));
        assertTrue(difference > TOLERANCE, "nothing was computed in bf16");
    }

    /// Stable Diffusion 1.5 as published: 686 tensors, 859 520 964 parameters.
    @Test
    void listedShapesAreThoseOfTheFileAndOfStableDiffusion() {
        assertEquals(weights.keySet(), new HashSet<>(UNet.shapes(config).keySet()));
        UNetConfig published =
                UNetConfig.of(64, List.of(320, 640, 1280, 1280), List.of(true, true, true, false), 2, 768, 8, 32);
        var shapes = UNet.shapes(published).values();
        assertEquals(686, shapes.size());
        assertEquals(
                859_520_964L, shapes.stream().mapToLong(UNetParityTest::size).sum());
    }

    static long size(long[] shape) {
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        return size;
    }

    @Test
    void weightsThatDoNotFitAreListed() {
        NDArray bias = get(weights, "conv_in.bias");
        weights.remove("conv_in.bias");
        weights.put("conv_in.surplus", bias);
        weights.put("conv_out.bias", bias);
        var refusal = assertThrows(UnsupportedModelException.class, () -> UNet.of(tensors, config, weights, Map.of()));
        assertSays("conv_in.bias is missing", refusal);
        assertSays("conv_in.surplus is not used", refusal);
        assertSays("conv_out.bias has shape (16)", refusal);
    }

    @Test
    void whatIsSaidOfManyWeightsHasAnEnd() {
        NDArray bias = get(weights, "conv_in.bias");
        for (int i = 0; i < 30; i++) {
            weights.put("stranger" + i + "\n".repeat(5_000), bias);
        }
        var refusal = assertThrows(UnsupportedModelException.class, () -> UNet.of(tensors, config, weights, Map.of()));
        assertSays("stranger0???", refusal);
        assertSays("; and 20 more", refusal);
        String said = String.valueOf(refusal.getMessage());
        assertTrue(said.length() < 2_000, said);
    }

    @Test
    void settingsThatAreNotImplementedAreRefusedByName() {
        refuses("addition_embed_type", "text_image");
        assertThrows(UnsupportedModelException.class, () -> parsedWith("addition_embed_type", "text_time"));
        refuses("class_embed_type", "timestep");
        refuses("resnet_time_scale_shift", "scale_shift");
        refuses("a_setting_of_tomorrow", "on");
        JsonObject off = Fixtures.json("pipeline/unet/config.json");
        off.addProperty("a_setting_of_tomorrow", false);
        assertSays(
                "a_setting_of_tomorrow = false",
                assertThrows(UnsupportedModelException.class, () -> UNetConfig.parse(off)));
        JsonObject heads = Fixtures.json("pipeline/unet/config.json");
        var two = new JsonArray();
        two.add(4);
        two.add(4);
        heads.add("attention_head_dim", two);
        assertThrows(UnsupportedModelException.class, () -> UNetConfig.parse(heads));
    }

    @Test
    void numbersThatCannotBeComputedWithAreRefused() {
        for (String number : List.of("1e999", "1e39", "-1e-5", "0", "1e-46", "1e-999")) {
            assertSays("norm_eps = " + number, refusalOf("norm_eps", number));
        }
        assertSays("freq_shift = -1e999", refusalOf("freq_shift", "-1e999"));
        assertSays("a transformer layer per level", refusalOf("transformer_layers_per_block", "0"));
    }

    /// As published files of the XL family have them.
    @Test
    void notesOfTrainingAreNoSettings() {
        JsonObject json = Fixtures.json("pipeline/unet/config.json");
        JsonParser.parseString("""
                {"decay": 0.9999, "inv_gamma": 1.0, "min_decay": 0.0, "optimization_step": 37000, "power": 0.6666666667,
                 "update_after_step": 0, "use_ema_warmup": false, "dropout": 0.1}
                """).getAsJsonObject().asMap().forEach(json::add);
        assertEquals(config, UNetConfig.parse(json));
    }

    private static UnsupportedModelException refusalOf(String key, String number) {
        JsonObject json = Fixtures.json("pipeline/unet/config.json");
        json.add(key, JsonParser.parseString(number));
        return assertThrows(UnsupportedModelException.class, () -> UNetConfig.parse(json));
    }

    private static void refuses(String key, String value) {
        assertSays(key, assertThrows(UnsupportedModelException.class, () -> parsedWith(key, value)));
    }

    private static UNetConfig parsedWith(String key, String value) {
        JsonObject json = Fixtures.json("pipeline/unet/config.json");
        json.addProperty(key, value);
        return UNetConfig.parse(json);
    }

    @Test
    void configurationSurvivesWriting() {
        assertEquals(config, UNetConfig.parse(config.toJson()));
        assertFalse(config.useLinearProjection());
        assertFalse(config.upcastAttention());
        JsonObject json = Fixtures.json("pipeline/unet/config.json");
        json.addProperty("upcast_attention", true);
        UNetConfig upcast = UNetConfig.parse(json);
        assertTrue(upcast.upcastAttention());
        assertEquals(upcast, UNetConfig.parse(upcast.toJson()));
    }
}
