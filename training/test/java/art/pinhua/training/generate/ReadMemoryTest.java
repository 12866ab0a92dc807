package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReadMemoryTest {
    private static final int HOLES = 2048;
    private static final int FLOATS = 1 << 14;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    /// What lies between arrays in use stays with the process, unless it is given back.
    @Test
    void whatReadingLeavesUnusedGoesBackToTheSystem() throws IOException {
        BaseModel.read(tensors, MicroPipeline.FOLDER).close(); // classes and kernels are there from now on
        leaveHoles();
        long before = residentBytes();
        try (BaseModel model = BaseModel.read(tensors, MicroPipeline.FOLDER)) {
            long less = before - residentBytes();
            assertTrue(less > 64 << 20, () -> "of 128 MB " + less + " bytes went, beside " + model.bytes());
        }
    }

    /// 128 MB, in pieces of 64 KB behind each of which an array stays.
    private void leaveHoles() {
        NDArray large = tensors.of(new float[FLOATS], FLOATS);
        NDArray small = tensors.of(new float[16], 16);
        var holes = new ArrayList<NDArray>();
        for (int i = 0; i < HOLES; i++) {
            holes.add(tensors.copy(large));
            tensors.copy(small);
        }
        holes.forEach(NDArray::close);
    }

    private static long residentBytes() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
        return Long.parseLong(pages[1]) * 4096;
    }
}
