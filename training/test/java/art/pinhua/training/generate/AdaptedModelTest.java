package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.tensor.Strides;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Adapters against `parity/lora/expected`, and words laid beside each other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class AdaptedModelTest {
    private static final double TOLERANCE = 3e-5;

    /// Of the micro pipeline's text encoder.
    private static final int WIDTH = 32;

    private Tensors tensors;
    private BaseModel base;
    private BaseModel laidOut;
    private Map<String, NDArray> expected;

    @BeforeAll
    void open() throws IOException {
        tensors = Tensors.cpu(1);
        base = BaseModel.read(tensors, MicroPipeline.FOLDER);
        laidOut = BaseModel.read(tensors, MicroPipeline.FOLDER, Precision.FP32, Layout.CHANNELS_LAST);
        try (var file = Safetensors.open(file("expected"))) {
            expected = Weights.loadAsStored(tensors, file);
        }
    }

    @AfterAll
    void close() {
        base.close();
        laidOut.close();
        tensors.close();
    }

    @Test
    void noAdapterIsTheBase() throws IOException {
        assertUnet("unet.base");
        assertText("text.base");
    }

    @Test
    void unetAdaptersAreTheReferencesAtAnyStrength() throws IOException {
        assertUnet("unet.linear.strength1.0", adapter("linear.kohya", 1));
        assertUnet("unet.linear.strength0.5", adapter("linear.kohya", 0.5));
        assertUnet("unet.conv.strength1.0", adapter("conv.kohya", 1));
        assertUnet("unet.conv.strength0.5", adapter("conv.kohya", 0.5));
        assertUnet("unet.linear0.7_conv-0.4", adapter("linear.kohya", 0.7), adapter("conv.kohya", -0.4));
        assertUnet("unet.base", adapter("linear.kohya", 0));
        assertUnet("unet.linear.strength0.5", adapter("linear.peft", 0.5));
    }

    @Test
    void textAdaptersAreTheReferencesAtAnyStrength() throws IOException {
        assertText("text.strength1.0", adapter("text.kohya", 1));
        assertText("text.strength0.5", adapter("text.kohya", 0.5));
    }

    @Test
    void oneFileMayAdaptBothParts() throws IOException {
        assertUnet("unet.linear.strength1.0", adapter("both.kohya", 1));
        assertText("text.strength1.0", adapter("both.kohya", 1));
    }

    @Test
    void adaptersComeAndGoAndLeaveTheBaseAsItWas() throws IOException {
        int before = tensors.manager().getManagedArrays().size();
        float[] weight = tensors.toFloats(named(base.unetWeights(), "down_blocks.0.attentions.0.proj_in.weight"));
        AdaptedModel.of(tensors, base, source(adapter("both.kohya", 1), adapter("conv.kohya", 1)))
                .close();
        assertEquals(before, tensors.manager().getManagedArrays().size());
        assertArrayEquals(
                weight, tensors.toFloats(named(base.unetWeights(), "down_blocks.0.attentions.0.proj_in.weight")));
    }

    /// Matrices and convolutions, in either layout.
    @Test
    void anEarlierVersionsMemoryIsWrittenOver() throws IOException {
        for (BaseModel either : List.of(base, laidOut)) {
            for (String file : List.of("both.kohya", "conv.kohya")) {
                assertWrittenOver(either, file);
            }
        }
    }

    private void assertWrittenOver(BaseModel model, String file) throws IOException {
        int before = tensors.manager().getManagedArrays().size();
        try (var spares = new Spares(tensors)) {
            List<AdaptedModel.Own> memory =
                    AdaptedModel.of(tensors, model, source(adapter(file, 1))).own();
            spares.add(memory);
            for (NDArray weight : assertAsFresh(model, source(adapter(file, 0.5)), spares)) {
                assertTrue(memory.stream().anyMatch(own -> own.array() == weight), file);
            }
        }
        assertEquals(before, tensors.manager().getManagedArrays().size(), "nothing stays");
    }

    /// Of three levels of one width, those that attend lie otherwise than the coarsest.
    @Test
    void memoryThatLiesOtherwiseIsNotWrittenOver(@TempDir Path folder) throws IOException {
        String attending = convolution(folder, "down_blocks.1.resnets.1.conv1");
        String coarsest = convolution(folder, "down_blocks.2.resnets.0.conv1");
        assertLieOtherwise(attending, coarsest);
        assertLieOtherwise(coarsest, attending);
    }

    private void assertLieOtherwise(String earlier, String later) throws IOException {
        int before = tensors.manager().getManagedArrays().size();
        try (var spares = new Spares(tensors)) {
            AdaptedModel first = AdaptedModel.of(tensors, base, source(new ModelSource.Adapter(earlier, 1)));
            spares.add(first.own());
            List<NDArray> second = assertAsFresh(base, source(new ModelSource.Adapter(later, 1)), spares);
            assertEquals(1, second.size());
            assertNotSame(first.own().getFirst().array(), second.getFirst());
        }
        assertEquals(before, tensors.manager().getManagedArrays().size(), "nothing stays");
    }

    /// Asserts that weights are with spares what they are without.
    /// @return those with spares, closed
    private List<NDArray> assertAsFresh(BaseModel model, ModelSource source, Spares spares) throws IOException {
        try (AdaptedModel again = AdaptedModel.of(tensors, model, source, spares);
                AdaptedModel fresh = AdaptedModel.of(tensors, model, source)) {
            assertFalse(fresh.own().isEmpty());
            for (int i = 0; i < fresh.own().size(); i++) {
                assertAlike(fresh.own().get(i).array(), again.own().get(i).array());
            }
            return again.own().stream().map(AdaptedModel.Own::array).toList();
        }
    }

    /// The file of an adapter of one convolution of 3 × 3 from 32 channels to 32.
    private static String convolution(Path folder, String path) throws IOException {
        Path file = folder.resolve(path + ".safetensors");
        var site = new AdapterFile.Site(AdapterFile.Part.UNET, path);
        var change = new AdapterFile.Change(site, ramp(1, 32, 3, 3), ramp(32, 1, 1, 1), 1);
        AdapterFile.write(file, List.of(change), Map.of());
        return file.toString();
    }

    private static Safetensors.Tensor ramp(long... shape) {
        int size = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
        var bytes = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            bytes.putFloat(.01f * i);
        }
        List<Long> sides = Arrays.stream(shape).boxed().toList();
        return new Safetensors.Tensor("ramp", ElementType.F32, sides, bytes.flip());
    }

    /// The same values, lying alike; in a step, because looking at what does not lie in rows makes a copy.
    private void assertAlike(NDArray expected, NDArray weight) {
        tensors.step(false, () -> {
            assertArrayEquals(tensors.toFloats(expected), tensors.toFloats(weight), 1e-6f);
            assertEquals(Strides.rowByRow(tensors, expected), Strides.rowByRow(tensors, weight));
            return null;
        });
    }

    /// Else each pass would lay it out again.
    @Test
    void aChangedConvolutionLiesAsTheOthersDo() throws IOException {
        String conv = "down_blocks.2.resnets.0.conv1.weight"; // of a level without attention
        assertTrue(Strides.rowByRow(tensors, named(base.unetWeights(), conv)));
        assertFalse(Strides.rowByRow(tensors, named(laidOut.unetWeights(), conv)));
        assertFalse(Strides.rowByRow(tensors, named(base.autoencoderWeights(), "decoder.conv_in.weight")));
        try (AdaptedModel adapted = AdaptedModel.of(tensors, laidOut, source(adapter("conv.kohya", 1)))) {
            assertFalse(adapted.own().isEmpty());
            for (AdaptedModel.Own own : adapted.own()) {
                NDArray weight = own.array();
                long[] shape = weight.getShape().getShape();
                assertEquals(
                        shape.length < 4 || shape[2] == 1, Strides.rowByRow(tensors, weight), Arrays.toString(shape));
            }
        }
    }

    @Test
    void wordsTogetherTakeOneCopyOfTheTable(@TempDir Path folder) throws IOException {
        int before = tensors.manager().getManagedArrays().size();
        String file = word(folder);
        try (AdaptedModel one = AdaptedModel.of(tensors, base, taught(file, "one"));
                AdaptedModel four = AdaptedModel.of(tensors, base, taught(file, "one", "two", "three", "four"))) {
            assertEquals(1, one.own().size());
            assertEquals(1, four.own().size());
            assertEquals(3 * WIDTH * Float.BYTES, four.bytes() - one.bytes());
        }
        assertThrows(EngineFault.class, () -> AdaptedModel.of(tensors, base, taught(file, "one", "ONE")));
        assertEquals(before, tensors.manager().getManagedArrays().size(), "nothing stays");
    }

    /// Copies that adapters share, in either precision, and the tables of tokens that words make grow.
    @Test
    void whatAVersionWillTakeIsKnownFromItsFiles(@TempDir Path folder) throws IOException {
        var files = PipelineFiles.open(MicroPipeline.FOLDER);
        var all = new ModelSource(
                MicroPipeline.FOLDER.toString(),
                List.of(adapter("both.kohya", 1), adapter("conv.kohya", 0.5), adapter("linear.kohya", 0.5)),
                List.of(new ModelSource.Word(word(folder), "one")));
        assertEquals(0, AdaptedModel.bytes(files, source(), Precision.FP32));
        for (Precision precision : Precision.values()) {
            try (BaseModel either = BaseModel.read(tensors, MicroPipeline.FOLDER, precision);
                    AdaptedModel adapted = AdaptedModel.of(tensors, either, all)) {
                assertEquals(adapted.bytes(), AdaptedModel.bytes(files, all, precision), precision.toString());
                assertEquals(adapted.bytes(), AdaptedModel.bytes(either, all), precision.toString());
            }
        }
    }

    /// A file with one vector.
    private static String word(Path folder) throws IOException {
        Path file = folder.resolve("word.safetensors");
        var vector = new Safetensors.Tensor(
                "emb_params", ElementType.F32, List.of(1L, (long) WIDTH), ByteBuffer.allocate(WIDTH * Float.BYTES));
        Safetensors.write(file, List.of(vector), Map.of());
        return file.toString();
    }

    private static ModelSource taught(String file, String... words) {
        return new ModelSource(
                MicroPipeline.FOLDER.toString(),
                List.of(),
                Arrays.stream(words)
                        .map(word -> new ModelSource.Word(file, word))
                        .toList());
    }

    @Test
    void filesThatDoNotFitAreRefusedByTensor(@TempDir Path folder) throws IOException {
        assertRefused(file("expected"), "tensors fit no layer of the model: context, input_ids");
        byte[] good = Files.readAllBytes(file("linear.kohya"));
        Path bad = folder.resolve("bad.safetensors");
        Files.write(bad, Arrays.copyOf(good, good.length - 4));
        assertRefused(bad, "bad.safetensors");
        Files.write(
                bad,
                renamed(
                        good,
                        "down_blocks_0_attentions_0_proj_in.lora_up",
                        "down_blocks_9_attentions_0_proj_in.lora_up"));
        assertRefused(bad, "lora_unet_down_blocks_9_attentions_0_proj_in.lora_up.weight");
        Files.write(bad, renamed(good, "_to_q.alpha", "_to_q.alphA"));
        assertRefused(bad, "_to_q.alphA");
    }

    private void assertRefused(Path file, String named) {
        var adapter = new ModelSource.Adapter(file.toString(), 1);
        var refusal = assertThrows(EngineFault.class, () -> AdaptedModel.of(tensors, base, source(adapter)));
        assertEquals(EngineFailure.ADAPTER_UNUSABLE, refusal.code());
        assertTrue(Objects.toString(refusal.getMessage()).contains(named), refusal.getMessage());
    }

    private static byte[] renamed(byte[] file, String old, String fresh) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(old));
        return text.replace(old, fresh).getBytes(StandardCharsets.ISO_8859_1);
    }

    private void assertUnet(String name, ModelSource.Adapter... adapters) throws IOException {
        for (BaseModel either : List.of(base, laidOut)) {
            assertUnet(either, name, adapters);
        }
    }

    private void assertUnet(BaseModel model, String name, ModelSource.Adapter... adapters) throws IOException {
        try (AdaptedModel adapted = AdaptedModel.of(tensors, model, source(adapters))) {
            tensors.step(false, () -> {
                NDArray steps = named(expected, "timesteps");
                long[] timesteps = tensors.toLongs(steps);
                float[] floats = {timesteps[0], timesteps[1]};
                NDArray output = adapted.networks()
                        .unet()
                        .predict(named(expected, "sample"), tensors.of(floats, 2), named(expected, "context"));
                assertClose(name, output);
                return name;
            });
        }
    }

    private void assertText(String name, ModelSource.Adapter... adapters) throws IOException {
        try (AdaptedModel model = AdaptedModel.of(tensors, base, source(adapters))) {
            tensors.step(false, () -> {
                assertClose(name, model.networks().textEncoder().encode(named(expected, "input_ids")));
                return name;
            });
        }
    }

    private void assertClose(String name, NDArray actual) {
        float[] wanted = tensors.toFloats(named(expected, name));
        double largest = 1;
        for (float value : wanted) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(wanted, tensors.toFloats(actual), (float) (TOLERANCE * largest), name);
    }

    private static ModelSource source(ModelSource.Adapter... adapters) {
        return new ModelSource(MicroPipeline.FOLDER.toString(), List.of(adapters));
    }

    private static ModelSource.Adapter adapter(String name, double strength) {
        return new ModelSource.Adapter(file(name).toString(), strength);
    }

    private static Path file(String name) {
        return MicroPipeline.resource("/parity/lora/" + name + ".safetensors");
    }

    private static NDArray named(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }
}
