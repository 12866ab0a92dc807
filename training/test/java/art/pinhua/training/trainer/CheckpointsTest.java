package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    Path folder;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private Checkpoints of(String run) throws IOException {
        return new Checkpoints(tensors, folder, Map.of("run", run));
    }

    private SequencedMap<String, NDArray> state(float value) {
        var state = new LinkedHashMap<String, NDArray>();
        state.put("weights", tensors.of(new float[] {value, 2 * value}, 2));
        state.put("steps", tensors.scalar(value));
        return state;
    }

    /// Those of all arrays.
    private float[] values(SequencedMap<String, NDArray> state) {
        float[] weights = tensors.toFloats(state.firstEntry().getValue());
        return new float[] {
            weights[0], weights[1], tensors.value(state.lastEntry().getValue())
        };
    }

    @Test
    void newestIsRestoredIntoTheSameArrays() throws IOException {
        of("a").write(3, state(3), Map.of("gap", "0.1"));
        of("a").write(7, state(7), Map.of("gap", "0.2"));
        SequencedMap<String, NDArray> state = state(0);
        Checkpoints checkpoints = of("a");
        assertEquals(7, checkpoints.newestStep());
        assertEquals(Map.of("gap", "0.2"), checkpoints.newestNumbers());
        assertEquals(0, checkpoints.lastStep(), "nothing is restored yet");
        assertEquals(Map.of("gap", "0.2"), checkpoints.restoreInto(state));
        assertEquals(7, checkpoints.lastStep());
        assertArrayEquals(new float[] {7, 14, 7}, values(state));
    }

    @Test
    void damagedOneIsPassedOver() throws IOException {
        of("a").write(3, state(3), Map.of());
        String newest = of("a").write(7, state(7), Map.of());
        byte[] bytes = Files.readAllBytes(folder.resolve(newest));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve(newest), bytes);
        SequencedMap<String, NDArray> state = state(0);
        of("a").restoreInto(state);
        assertArrayEquals(new float[] {3, 6, 3}, values(state));
    }

    @Test
    void oneWithoutChecksumIsPassedOver() throws IOException {
        of("a").write(3, state(3), Map.of());
        Files.delete(folder.resolve("step-00000003.safetensors.sha256"));
        SequencedMap<String, NDArray> state = state(0);
        Checkpoints checkpoints = of("a");
        assertEquals(Map.of(), checkpoints.newestNumbers());
        assertEquals(Map.of(), checkpoints.restoreInto(state));
        assertEquals(0, checkpoints.lastStep());
        assertArrayEquals(new float[] {0, 0, 0}, values(state));
    }

    @Test
    void whatAKillLeftHalfWrittenIsDeleted() throws IOException {
        of("a").write(3, state(3), Map.of());
        Path half = Files.createFile(folder.resolve(".step-00000007.safetensors123.part"));
        Checkpoints checkpoints = of("a");
        assertFalse(Files.exists(half));
        assertEquals(3, checkpoints.newestStep());
    }

    @Test
    void lastTwoAreKept() throws IOException {
        for (int step = 1; step <= 4; step++) {
            of("a").write(step, state(step), Map.of());
        }
        assertFalse(Files.exists(folder.resolve("step-00000002.safetensors")));
        assertFalse(Files.exists(folder.resolve("step-00000002.safetensors.sha256")));
        assertTrue(Files.exists(folder.resolve("step-00000003.safetensors")));
        assertTrue(Files.exists(folder.resolve("step-00000004.safetensors")));
    }

    @Test
    void anotherTrainingsCheckpointIsRefused() throws IOException {
        of("a").write(1, state(1), Map.of());
        Checkpoints other = of("b");
        var refusal = assertThrows(TrainingException.class, () -> other.restoreInto(state(0)));
        assertTrue(String.valueOf(refusal.getMessage()).contains("its run is a, not b"), refusal.getMessage());
    }

    @Test
    void stateThatIsNotFiniteIsNotWritten() throws IOException {
        of("a").write(3, state(3), Map.of());
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            var refusal = assertThrows(TrainingException.class, () -> of("a").write(4, state(broken), Map.of()));
            assertTrue(String.valueOf(refusal.getMessage()).contains("weights holds"), refusal.getMessage());
        }
        SequencedMap<String, NDArray> state = state(0);
        Checkpoints checkpoints = of("a");
        checkpoints.restoreInto(state);
        assertEquals(3, checkpoints.lastStep());
        assertArrayEquals(new float[] {3, 6, 3}, values(state));
    }

    @Test
    void otherArraysAreRefused() throws IOException {
        of("a").write(1, state(1), Map.of());
        Checkpoints checkpoints = of("a");
        var other = new LinkedHashMap<String, NDArray>();
        other.put("weights", tensors.zeros(2));
        assertThrows(TrainingException.class, () -> checkpoints.restoreInto(other));
        var larger = state(0);
        larger.put("weights", tensors.zeros(3));
        assertThrows(TrainingException.class, () -> checkpoints.restoreInto(larger));
    }
}
