package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.PredictionNote;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Adapters come and go without the base model being read again.
class ModelShelfTest {
    private static final String ADAPTER =
            MicroPipeline.resource("/parity/lora/both.kohya.safetensors").toString();

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @TempDir
    private Path folder;

    private byte[] draw(ModelShelf shelf, double... strengths) throws IOException {
        List<ModelSource.Adapter> adapters = Arrays.stream(strengths)
                .mapToObj(strength -> new ModelSource.Adapter(ADAPTER, strength))
                .toList();
        var request = new PictureRequest("山", "", List.of(1L), 1, 3, SamplerKind.DDIM, 64, 64);
        return shelf.painter(new ModelSource(folder.toString(), adapters))
                .draw(request, PictureListener.NONE)
                .pictures()
                .getFirst()
                .rgb();
    }

    @Test
    void adaptersAreAttachedAndRemovedWithoutReadingTheBaseAgain() throws IOException {
        copy(MicroPipeline.FOLDER, folder);
        byte[] adapted;
        byte[] both;
        try (var fresh = new ModelShelf(tensors, 1)) {
            adapted = draw(fresh, 0.8);
            both = draw(fresh, 0.8, 0.4);
        }
        try (var shelf = new ModelShelf(tensors, 2)) {
            byte[] plain = draw(shelf);
            assertFalse(Arrays.equals(plain, adapted));
            spoil(); // whoever read the weights again would draw with zeros, and notice nothing by size and time
            assertArrayEquals(adapted, draw(shelf, 0.8));
            assertArrayEquals(both, draw(shelf, 0.8, 0.4));
            assertArrayEquals(plain, draw(shelf));
            assertArrayEquals(plain, draw(shelf, 0));
            shelf.clear();
            assertThrows(IOException.class, () -> draw(shelf)); // the spoilt files are no safetensors any more
        }
    }

    @Test
    void anotherStrengthTakesTheMemoryOver() throws IOException {
        copy(MicroPipeline.FOLDER, folder);
        byte[] faint;
        try (var fresh = new ModelShelf(tensors, 1)) {
            faint = draw(fresh, 0.4);
        }
        try (var shelf = new ModelShelf(tensors, 1)) {
            byte[] strong = draw(shelf, 0.8);
            long held = shelf.held();
            var before = Collections.newSetFromMap(new IdentityHashMap<AutoCloseable, Boolean>());
            before.addAll(tensors.manager().getManagedArrays());
            assertArrayEquals(faint, draw(shelf, 0.4));
            var after = tensors.manager().getManagedArrays();
            assertEquals(before.size(), after.size());
            assertTrue(
                    after.stream()
                            .filter(each -> !before.contains(each))
                            .allMatch(each -> each.getShape().dimension() == 3),
                    "only the states of the prompts are new");
            assertArrayEquals(strong, draw(shelf, 0.8));
            assertEquals(held, shelf.held());
        }
    }

    @Test
    void theLeastRecentlyUsedGoesWhenTheBudgetIsFull() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        copy(MicroPipeline.FOLDER, first);
        copy(MicroPipeline.FOLDER, second);
        long one;
        long changed;
        try (var shelf = new ModelShelf(tensors, 9)) {
            shelf.painter(source(first));
            one = shelf.held();
            shelf.painter(source(first, new ModelSource.Adapter(ADAPTER, 1)));
            changed = shelf.held() - one;
            shelf.painter(source(second));
            assertEquals(2 * one + changed, shelf.held());
        }
        assertTrue(changed > 0 && changed < one, changed + " of " + one);
        try (var shelf = new ModelShelf(tensors, 9, 2 * one + changed / 2, Precision.FP32)) {
            shelf.painter(source(first));
            shelf.painter(source(second));
            assertEquals(List.of(held(first, one, 1), held(second, one, 1)), shelf.models());
            shelf.painter(source(first));
            shelf.painter(source(first, new ModelSource.Adapter(ADAPTER, 1)));
            assertEquals(
                    List.of(held(first, one + changed, 2)),
                    shelf.models(),
                    "what the adapter changes did not fit beside it");
            assertEquals(one + changed, shelf.held());
        }
        try (var shelf = new ModelShelf(tensors, 9, one - 1, Precision.FP32)) {
            assertTooLarge(shelf, source(first));
        }
    }

    private static void assertTooLarge(ModelShelf shelf, ModelSource source) {
        var refusal = assertThrows(EngineFault.class, () -> shelf.painter(source));
        assertEquals(EngineFailure.MODEL_TOO_LARGE, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains("pinhua.engine.memory"), refusal.getMessage());
    }

    @Test
    void whatAdaptersChangeCountsToo() throws IOException {
        copy(MicroPipeline.FOLDER, folder);
        ModelSource adapted = source(folder, new ModelSource.Adapter(ADAPTER, 1));
        long plain;
        long all;
        try (var shelf = new ModelShelf(tensors, 9)) {
            shelf.painter(source(folder));
            plain = shelf.held();
            shelf.painter(adapted);
            all = shelf.held();
        }
        assertTrue(plain < all);
        try (var shelf = new ModelShelf(tensors, 9, all, Precision.FP32)) {
            shelf.painter(adapted);
            assertEquals(all, shelf.held());
        }
        try (var shelf = new ModelShelf(tensors, 9, all - 1, Precision.FP32)) {
            shelf.painter(source(folder));
            shelf.painter(adapted);
            assertEquals(List.of(held(folder, all, 1)), shelf.models(), "alone it may take more");
            shelf.painter(source(folder));
            assertEquals(List.of(held(folder, plain, 1)), shelf.models());
        }
        try (var shelf = new ModelShelf(tensors, 9, plain - 1, Precision.FP32)) {
            assertTooLarge(shelf, adapted);
            assertEquals(0, shelf.held());
        }
    }

    private static EngineAnswer.Held held(Path pipeline, long bytes, int versions) {
        return new EngineAnswer.Held(pipeline.toString(), bytes, versions);
    }

    @Test
    void whereMemoryIsShortTheLeastRecentlyUsedGoOneByOne() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Path third = Files.createDirectory(folder.resolve("third"));
        for (Path each : List.of(first, second, third)) {
            copy(MicroPipeline.FOLDER, each);
        }
        try (var shelf = new ModelShelf(tensors, 9)) {
            shelf.painter(source(first));
            long one = shelf.held();
            shelf.painter(source(second));
            shelf.painter(source(third), failing("CUDA out of memory. Tried to allocate 2.00 GiB", 1));
            var left = List.of(held(second, one, 1), held(third, one, 1));
            assertEquals(left, shelf.models());
            assertThrows(EngineException.class, () -> shelf.painter(source(first), failing("another fault", 1)));
            assertEquals(left, shelf.models());
            shelf.painter(source(first), failing("can't allocate memory", 2));
            assertEquals(List.of(held(first, one, 1)), shelf.models());
            assertThrows(EngineException.class, () -> shelf.painter(source(second), failing("out of memory", 9)));
            assertEquals(List.of(), shelf.models());
        }
    }

    /// What was to be written over goes as well.
    @Test
    void whereMemoryIsShortSparesGoToo() throws IOException {
        copy(MicroPipeline.FOLDER, folder);
        try (var shelf = new ModelShelf(tensors, 1)) {
            shelf.painter(source(folder, new ModelSource.Adapter(ADAPTER, 0.8)));
            long held = shelf.held();
            shelf.painter(source(folder, new ModelSource.Adapter(ADAPTER, 0.4)), failing("out of memory", 1));
            assertEquals(List.of(held(folder, held, 1)), shelf.models());
        }
    }

    /// Only where nothing is left to free, fewer pictures are drawn at once.
    @Test
    void whereDrawingFindsNoMemoryTheOthersGoFirst() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        copy(MicroPipeline.FOLDER, first);
        copy(MicroPipeline.FOLDER, second);
        try (var shelf = new ModelShelf(tensors, 9)) {
            shelf.painter(source(second));
            shelf.painter(source(first, new ModelSource.Adapter(ADAPTER, 1)));
            Painter painter = shelf.painter(source(first));
            assertEquals(List.of(1, 2), stepsAfterARefusal(painter));
            assertEquals(List.of(held(first, shelf.held(), 1)), shelf.models());
            assertEquals(List.of(1, 1, 1, 2), stepsAfterARefusal(painter));
        }
    }

    /// Of two pictures that find no memory together at first.
    private static List<Integer> stepsAfterARefusal(Painter painter) {
        Runnable refusal = failing("out of memory", 1);
        var steps = new ArrayList<Integer>();
        var request = new PictureRequest("山", "", List.of(1L, 2L), 2, 3, SamplerKind.DDIM, 64, 64);
        painter.draw(request, (step, of, preview) -> {
            refusal.run();
            steps.add(step);
        });
        return steps;
    }

    /// Fails when it is called first, so many times.
    private static Runnable failing(String message, int times) {
        var left = new AtomicInteger(times);
        return () -> {
            if (left.getAndDecrement() > 0) {
                throw new EngineException(message);
            }
        };
    }

    @Test
    void anAdapterThatDoesNotFitPushesNobodyOut() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        copy(MicroPipeline.FOLDER, first);
        copy(MicroPipeline.FOLDER, second);
        Path unfit = MicroPipeline.resource("/parity/lora/expected.safetensors");
        try (var shelf = new ModelShelf(tensors, 1)) {
            shelf.painter(source(first));
            assertThrows(
                    EngineFault.class,
                    () -> shelf.painter(source(second, new ModelSource.Adapter(unfit.toString(), 1))));
            assertEquals(List.of(held(first, shelf.held(), 1)), shelf.models());
        }
    }

    /// Else a tiny autoencoder that is laid there, or goes, would not be noticed.
    @Test
    void aCheckpointInOneFileIsKnownByWhatLiesBesideIt() throws IOException {
        Path file = Files.createFile(folder.resolve("any.safetensors"));
        String before = ModelShelf.modelFingerprint(file);
        for (String name : List.of("tokenizer", "tokenizer_2", "taesd")) {
            Files.createFile(Files.createDirectory(folder.resolve(name)).resolve("file"));
            String after = ModelShelf.modelFingerprint(file);
            assertNotEquals(before, after, name);
            before = after;
        }
        PredictionNote.write(file, PredictionKind.VELOCITY);
        assertNotEquals(before, ModelShelf.modelFingerprint(file));
    }

    /// Nobody would use its base, which was read before.
    @Test
    void aLoadThatFailsLeavesNothing() throws IOException {
        Path file = folder.resolve("word.safetensors");
        var vector = new Safetensors.Tensor("emb_params", ElementType.F32, List.of(1L, 32L), ByteBuffer.allocate(128));
        Safetensors.write(file, List.of(vector), Map.of());
        var twice = new ModelSource(
                MicroPipeline.FOLDER.toString(),
                List.of(),
                List.of(new ModelSource.Word(file.toString(), "one"), new ModelSource.Word(file.toString(), "ONE")));
        try (var shelf = new ModelShelf(tensors, 2)) {
            var refusal = assertThrows(EngineFault.class, () -> shelf.painter(twice));
            assertEquals(EngineFailure.WORD_UNUSABLE, refusal.code());
            assertEquals(List.of(), shelf.models());
            assertEquals(0, shelf.held());
        }
    }

    /// Its base was read before the load was given up, and belongs to no version.
    @Test
    void whatALoadGivenUpLeftIsShownAndUnloaded() throws IOException {
        copy(MicroPipeline.FOLDER, folder);
        var parts = new AtomicInteger(4); // before each of three networks, and before the adapters
        Runnable goOn = () -> {
            if (parts.decrementAndGet() == 0) {
                throw new CancellationException();
            }
        };
        try (var shelf = new ModelShelf(tensors, 2)) {
            assertThrows(CancellationException.class, () -> shelf.painter(source(folder), goOn));
            assertTrue(shelf.held() > 0);
            assertEquals(List.of(held(folder, shelf.held(), 0)), shelf.models());
            assertTrue(shelf.unload(folder.toString()) > 0);
            assertEquals(List.of(), shelf.models());
            assertEquals(0, shelf.held());
            assertThrows(EngineFault.class, () -> shelf.unload(folder.toString()));
        }
    }

    private static ModelSource source(Path pipeline, ModelSource.Adapter... adapters) {
        return new ModelSource(pipeline.toString(), List.of(adapters));
    }

    /// Zeros in all weight files, under the same size and time.
    private void spoil() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                Files.write(file, new byte[(int) Files.size(file)]);
                Files.setLastModifiedTime(file, time);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
