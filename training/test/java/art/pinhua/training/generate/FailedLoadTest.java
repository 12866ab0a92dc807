package art.pinhua.training.generate;

import static art.pinhua.training.parity.Fixtures.assertSays;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.lora.Adapters;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine stays when a model cannot be loaded, so nothing of it may stay in memory.
class FailedLoadTest {
    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @TempDir
    private Path folder;

    private Path pipeline = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        pipeline = MicroPipeline.copied(folder.resolve("pipeline"));
        BaseModel.read(tensors, pipeline).close(); // what the engine keeps for itself is there
    }

    private int arrays() {
        return tensors.manager().getManagedArrays().size();
    }

    /// Makes the last tensor of a network one that cannot be read as a weight.
    private void spoil(String network) throws IOException {
        Path file = pipeline.resolve(network).resolve("diffusion_pytorch_model.safetensors");
        var tensors = new ArrayList<Safetensors.Tensor>();
        try (var stored = Safetensors.open(file)) {
            for (Safetensors.Tensor tensor : stored.tensors().values()) {
                var bytes = ByteBuffer.allocate(tensor.bytes().remaining())
                        .put(tensor.bytes().duplicate());
                tensors.add(new Safetensors.Tensor(tensor.name(), tensor.type(), tensor.shape(), bytes.flip()));
            }
        }
        Safetensors.Tensor last = tensors.removeLast();
        int size = last.shape().stream().mapToInt(Long::intValue).reduce(1, (all, side) -> all * side);
        tensors.add(new Safetensors.Tensor(last.name(), ElementType.I8, last.shape(), ByteBuffer.allocate(size)));
        Safetensors.write(file, tensors, Map.of());
    }

    @Test
    void weightsReadBeforeTheFaultAreClosed() throws IOException {
        for (String network : List.of("vae", "unet")) {
            spoil(network);
            for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
                int before = arrays();
                var refusal = assertThrows(
                        UnsupportedModelException.class, () -> BaseModel.read(tensors, pipeline, precision));
                assertEquals(network + ": Weights of type I8 are not supported", refusal.getMessage());
                assertEquals(before, arrays(), network + " at " + precision);
            }
        }
    }

    @Test
    void modelsAreClosedWhole() throws IOException {
        int before = arrays();
        for (Layout layout : Layout.values()) {
            BaseModel.read(tensors, pipeline, Precision.FP32, layout).close();
            assertEquals(before, arrays(), layout.name());
        }
    }

    /// A folder with the names of another network's weights may be of any size.
    @Test
    void weightsThatDoNotFitAreRefusedBeforeAnyIsRead() throws IOException {
        Files.copy(
                pipeline.resolve("unet/diffusion_pytorch_model.safetensors"),
                pipeline.resolve("vae/diffusion_pytorch_model.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        Runnable reading = () -> {
            throw new IllegalStateException("weights are read");
        };
        var refusal = assertThrows(
                UnsupportedModelException.class,
                () -> BaseModel.read(tensors, pipeline, Precision.FP32, Layout.ROWS, reading));
        assertSays("fit the vae: encoder.conv_in.weight is missing", refusal);
    }

    @Test
    void looksLeaveNothing() throws IOException {
        int before = arrays();
        inspect(Long.MAX_VALUE, Precision.FP32, () -> {});
        assertEquals(before, arrays());
        spoil("vae");
        var refusal =
                assertThrows(UnsupportedModelException.class, () -> inspect(Long.MAX_VALUE, Precision.FP32, () -> {}));
        assertEquals("vae: Weights of type I8 are not supported", refusal.getMessage());
        assertEquals(before, arrays());
    }

    private void inspect(long budget, Precision precision, Runnable goOn) throws IOException {
        try (var shelf = new ModelShelf(tensors, 1, budget, precision)) {
            var look = new EngineRequest.Inspect("i", pipeline.toString());
            ModelInspection.inspect(look, shelf, (part, parts) -> {}, goOn);
        }
    }

    /// As it will be drawn with: at the precision of the engine.
    @Test
    void whatTheEngineCannotHoldIsRefusedByALook() throws IOException {
        long half = BaseModel.bytes(PipelineFiles.open(pipeline), Precision.BF16);
        var refusal = assertThrows(EngineFault.class, () -> inspect(half, Precision.FP32, () -> {}));
        assertEquals(EngineFailure.MODEL_TOO_LARGE, refusal.code());
        inspect(half, Precision.BF16, () -> {});
    }

    /// Before each of three networks.
    @Test
    void readingEndsBetweenItsPartsAndLeavesNothing() throws IOException {
        int before = arrays();
        for (int parts = 0; parts < 3; parts++) {
            Runnable reading = givenUpAfter(parts);
            assertThrows(
                    CancellationException.class,
                    () -> BaseModel.read(tensors, pipeline, Precision.FP32, Layout.ROWS, reading));
            Runnable looking = givenUpAfter(parts);
            assertThrows(CancellationException.class, () -> inspect(Long.MAX_VALUE, Precision.FP32, looking));
            assertEquals(before, arrays(), "after " + parts);
        }
    }

    /// They are gigabytes, and nobody draws meanwhile. The tensor engine refuses the thread that looks.
    @Test
    void aLookReadsNoWeights() throws Exception {
        var looks = new AtomicInteger();
        try (var shelf = new ModelShelf(tensors, 1)) {
            var request = new EngineRequest.Inspect("i", pipeline.toString());
            var look = new FutureTask<>(
                    () -> ModelInspection.inspect(request, shelf, (part, parts) -> {}, looks::incrementAndGet));
            Thread.ofPlatform().start(look);
            assertEquals(
                    Set.of("text_encoder", "unet", "vae"),
                    look.get().parameters().keySet());
        }
        assertEquals(3, looks.get(), "once before each network, and not along their files");
    }

    private static Runnable givenUpAfter(int calls) {
        var left = new AtomicInteger(calls);
        return () -> {
            if (left.getAndDecrement() == 0) {
                throw new CancellationException();
            }
        };
    }

    @Test
    void adaptersReadBeforeTheFaultAreClosed() throws IOException {
        try (AdapterFile one = adapter("one", 8);
                AdapterFile other = adapter("other", 6)) {
            int before = arrays();
            Adapters.load(tensors, List.of(new Adapters.Strength(one, 1), new Adapters.Strength(one, 0.5)))
                    .close();
            assertEquals(before, arrays());
            // their sum is of no layer
            assertThrows(
                    RuntimeException.class,
                    () -> Adapters.load(
                            tensors, List.of(new Adapters.Strength(one, 1), new Adapters.Strength(other, 1))));
            assertEquals(before, arrays());
        }
    }

    /// All of a file may take as much memory as its model.
    @Test
    void adaptersOfOneLayerAreInMemoryAtATime() throws IOException {
        String name =
                MicroPipeline.resource("/parity/lora/both.kohya.safetensors").toString();
        try (AdapterFile file = AdaptedModel.open(BaseModel.adaptable(PipelineFiles.open(pipeline)), name)) {
            int before = arrays();
            var seen = new ArrayList<AdapterFile.Site>();
            Adapters.forEach(tensors, List.of(new Adapters.Strength(file, 1)), (site, lora) -> {
                seen.add(site);
                assertEquals(before + lora.arrays().count(), arrays());
            });
            assertEquals(file.changes().stream().map(AdapterFile.Change::site).toList(), seen);
            assertEquals(before, arrays());
        }
    }

    /// Of one layer with so many inputs.
    private AdapterFile adapter(String name, long inputs) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        var down = new Safetensors.Tensor(
                "down", ElementType.F32, List.of(2L, inputs), ByteBuffer.allocate(8 * (int) inputs));
        var up = new Safetensors.Tensor("up", ElementType.F32, List.of(4L, 2L), ByteBuffer.allocate(32));
        var site = new AdapterFile.Site(AdapterFile.Part.UNET, "mid_block.attentions.0.proj_in");
        AdapterFile.write(file, List.of(new AdapterFile.Change(site, down, up, 2)), Map.of());
        var shapes = Map.of("mid_block.attentions.0.proj_in.weight", new long[] {4, inputs});
        return AdapterFile.open(file, Map.of(AdapterFile.Part.UNET, shapes));
    }

    @Test
    void weightsOfOneFileAreReadWholeOrNotAtAll() {
        var stored = new LinkedHashMap<String, Safetensors.Tensor>();
        stored.put("a", new Safetensors.Tensor("a", ElementType.F32, List.of(2L), ByteBuffer.allocate(8)));
        stored.put("b", new Safetensors.Tensor("b", ElementType.F8_E4M3, List.of(2L), ByteBuffer.allocate(2)));
        int before = arrays();
        assertThrows(IllegalArgumentException.class, () -> Weights.load(tensors, stored));
        assertThrows(IllegalArgumentException.class, () -> Weights.loadAs(tensors, stored, tensors::toFloat16));
        assertEquals(before, arrays());
        NDArray sound = tensors.zeros(2, 2, 3, 3);
        NDArray closed = tensors.zeros(2, 2, 3, 3);
        closed.close();
        var weights = new LinkedHashMap<String, NDArray>();
        weights.put("sound", sound);
        weights.put("closed", closed);
        assertThrows(RuntimeException.class, () -> Weights.channelsLast(tensors, weights));
        assertEquals(before, arrays());
    }
}
