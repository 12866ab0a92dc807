package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import art.pinhua.training.Glibc;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NativeHeapTest {
    @Test
    void glibcIsTrimmed() throws IOException {
        assumeTrue(Glibc.isHere());
        assertTrue(NativeHeap.trim(), "malloc_trim was not found");
    }
}
