package art.pinhua.training.lora;

import static art.pinhua.training.parity.Fixtures.arrays;
import static art.pinhua.training.parity.Fixtures.assertAgrees;
import static art.pinhua.training.parity.Fixtures.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunConfig.LoraTarget;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraParityTest {
    private static final double TOLERANCE = 3e-5;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private final UNetConfig config = UNetConfig.parse(Fixtures.json("pipeline/unet/config.json"));
    private final ClipTextConfig textConfig = ClipTextConfig.parse(Fixtures.json("pipeline/text_encoder/config.json"));
    private final Map<String, NDArray> weights = arrays(tensors, Fixtures.UNET);
    private final Map<String, NDArray> textWeights = arrays(tensors, Fixtures.TEXT_ENCODER);
    private final Map<String, NDArray> expected = arrays(tensors, "lora/expected.safetensors");

    private record Use(String file, double strength) {}

    private Adapters adapters(Use... uses) throws IOException {
        var files = new ArrayList<Adapters.Strength>();
        for (Use use : uses) {
            Path path = Fixtures.path("lora/" + use.file() + ".safetensors");
            files.add(new Adapters.Strength(AdapterFile.open(path, layers()), use.strength()));
        }
        Adapters adapters = Adapters.load(tensors, files);
        files.forEach(file -> file.file().close());
        return adapters;
    }

    private Map<Part, Map<String, long[]>> layers() {
        return Map.of(Part.UNET, UNet.shapes(config), Part.TEXT_ENCODER, ClipTextEncoder.shapes(textConfig));
    }

    private NDArray predict(Map<String, NDArray> weights, Map<String, Lora> adapters) {
        NDArray times = get(expected, "timesteps").toType(DataType.FLOAT32, false);
        return UNet.of(tensors, config, weights, adapters)
                .predict(get(expected, "sample"), times, get(expected, "context"));
    }

    private void check(String name, Use... uses) throws IOException {
        try (Adapters adapters = adapters(uses)) {
            NDArray output = predict(weights, adapters.of(Part.UNET));
            assertAgrees(tensors, name, get(expected, name), output, TOLERANCE);
        }
    }

    @Test
    void baseAgrees() {
        assertAgrees(tensors, "base", get(expected, "unet.base"), predict(weights, Map.of()), TOLERANCE);
    }

    @Test
    void linearAndConvolutionAdaptersAgreeAtBothStrengths() throws IOException {
        check("unet.linear.strength1.0", new Use("linear.kohya", 1));
        check("unet.linear.strength0.5", new Use("linear.kohya", 0.5));
        check("unet.conv.strength1.0", new Use("conv.kohya", 1));
        check("unet.conv.strength0.5", new Use("conv.kohya", 0.5));
    }

    @Test
    void theOtherFormsGiveTheSame() throws IOException {
        check("unet.linear.strength1.0", new Use("linear.peft", 1));
        check("unet.linear.strength1.0", new Use("linear.diffusers", 1));
    }

    @Test
    void olderNamesAndThoseOfPeftAloneGiveTheSame() throws IOException {
        Map<String, NDArray> named = arrays(tensors, "lora/naming.expected.safetensors");
        try (Adapters peft = adapters(new Use("peft/adapter_model", 1));
                Adapters older = adapters(new Use("both.older", 1))) {
            for (Adapters each : List.of(peft, older)) {
                NDArray output = predict(weights, each.of(Part.UNET));
                assertAgrees(tensors, "unet", get(named, "unet"), output, TOLERANCE);
            }
            NDArray states = ClipTextEncoder.of(tensors, textConfig, textWeights, older.of(Part.TEXT_ENCODER))
                    .encode(get(expected, "input_ids"));
            assertAgrees(tensors, "text", get(named, "text"), states, TOLERANCE);
        }
    }

    @Test
    void twoAdaptersAtOnceAddUp() throws IOException {
        check("unet.linear0.7_conv-0.4", new Use("linear.kohya", 0.7), new Use("conv.kohya", -0.4));
    }

    @Test
    void textAdaptersAgreeAloneAndBesideOthers() throws IOException {
        for (String file : List.of("text.kohya", "both.kohya")) {
            for (double strength : new double[] {0.5, 1}) {
                try (Adapters adapters = adapters(new Use(file, strength))) {
                    NDArray states = ClipTextEncoder.of(
                                    tensors, textConfig, textWeights, adapters.of(Part.TEXT_ENCODER))
                            .encode(get(expected, "input_ids"));
                    assertAgrees(tensors, file, get(expected, "text.strength" + strength), states, TOLERANCE);
                }
            }
        }
    }

    @Test
    void mergedEqualsUnmerged() throws IOException {
        try (Adapters adapters = adapters(new Use("conv.kohya", 0.5))) {
            Map<String, NDArray> merged = new HashMap<>(weights);
            adapters.of(Part.UNET)
                    .forEach((path, lora) ->
                            merged.computeIfPresent(path + ".weight", (key, w) -> lora.addedTo(tensors, w)));
            NDArray output = predict(merged, Map.of());
            assertAgrees(tensors, "merged", get(expected, "unet.conv.strength0.5"), output, TOLERANCE);
        }
    }

    @Test
    void attachingAndDetachingLeavesTheBaseAsItWas() throws IOException {
        float[] before = tensors.toFloats(predict(weights, Map.of()));
        check("unet.conv.strength1.0", new Use("conv.kohya", 1));
        assertArrayEquals(before, tensors.toFloats(predict(weights, Map.of())));
    }

    @Test
    void freshParametersChangeNothingAndAreReproducible() {
        var wish = new RunConfig.Lora(4, 8, List.of(LoraTarget.values()));
        LoraParameters fresh = LoraParameters.fresh(tensors, wish, UNet.shapes(config), 7);
        assertArrayEquals(
                tensors.toFloats(predict(weights, Map.of())), tensors.toFloats(predict(weights, fresh.adapters())));
        LoraParameters again = LoraParameters.fresh(tensors, wish, UNet.shapes(config), 7);
        LoraParameters other = LoraParameters.fresh(tensors, wish, UNet.shapes(config), 8);
        fresh.parameters().forEach((name, array) -> {
            assertArrayEquals(tensors.toFloats(array), tensors.toFloats(get(again.parameters(), name)));
            if (name.contains("lora_down")) {
                assertFalse(array.contentEquals(get(other.parameters(), name)), name);
            }
        });
        assertEquals(11 * (8 + 2 + 2), fresh.adapters().size());
    }

    @Test
    void onlyTargetedLayersGetParameters() {
        var wish = new RunConfig.Lora(2, 2, List.of(LoraTarget.ATTENTION));
        LoraParameters fresh = LoraParameters.fresh(tensors, wish, UNet.shapes(config), 1);
        assertEquals(11 * 8, fresh.adapters().size());
        assertEquals(2 * fresh.adapters().size(), fresh.parameters().size());
    }

    @Test
    void parametersSurviveTheirFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("adapter.safetensors");
        LoraParameters read;
        try (AdapterFile linear = AdapterFile.open(Fixtures.path("lora/conv.kohya.safetensors"), layers())) {
            read = LoraParameters.of(tensors, linear);
        }
        AdapterFile.write(file, read.changes(tensors, read.parameters(), ElementType.F32), Map.of("pinhua.run", "one"));
        try (AdapterFile written = AdapterFile.open(file, layers());
                Adapters adapters = Adapters.load(tensors, List.of(new Adapters.Strength(written, 1)))) {
            assertEquals("one", written.metadata().get("pinhua.run"));
            assertEquals("4", written.metadata().get("ss_network_dim"));
            NDArray output = predict(weights, adapters.of(Part.UNET));
            assertAgrees(tensors, "written", get(expected, "unet.conv.strength1.0"), output, TOLERANCE);
        }
    }

    @Test
    void onlyAdaptersReceiveGradients() throws IOException {
        var wish = new RunConfig.Lora(2, 2, List.of(LoraTarget.ATTENTION));
        LoraParameters fresh = LoraParameters.fresh(tensors, wish, UNet.shapes(config), 3);
        fresh.parameters().values().forEach(tensors::trainable);
        tensors.step(true, () -> {
            tensors.backward(predict(weights, fresh.adapters()).square().mean());
            return null;
        });
        fresh.parameters().forEach((name, array) -> {
            double largest = tensors.toFloats(tensors.gradient(array).abs().max())[0];
            assertEquals(name.contains("lora_up"), largest > 0, name); // up is zero, so down waits a step
        });
        weights.values().forEach(weight -> assertThrows(IllegalStateException.class, () -> tensors.gradient(weight)));
    }
}
