package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NativeHeapTest {
    /// The C library that libtorch is built for can.
    @Test
    void theHeapIsTrimmed() {
        assertTrue(NativeHeap.trim(), "malloc_trim was not found");
    }
}
