package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Most machines have no GPU, and must not notice that they were asked for one.
class CudaDriverTest {
    @Test
    void whereThereIsNoDriverThereIsNoGpu() {
        assertEquals(List.of(), CudaDriver.gpus("libnowhere.so.1"));
        assertEquals(List.of(), CudaDriver.gpus("libc.so.6"), "a library that is none");
    }

    @Test
    void whereThereIsNoDriverNobodyTellsOfMemory() {
        assertEquals(OptionalLong.empty(), CudaDriver.free("libnowhere.so.1", 0));
        assertEquals(OptionalLong.empty(), CudaDriver.free("libc.so.6", 0), "a library that is none");
    }
}
