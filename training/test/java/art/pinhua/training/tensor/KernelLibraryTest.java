package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class KernelLibraryTest {
    private static final int KEPT = 4;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @AutoClose
    private final KernelLibrary library = new KernelLibrary((PtNDManager) tensors.manager(), KEPT);

    private float[] enlarged(NDArray x, int side) {
        return tensors.step(false, () -> tensors.toFloats(library.call("upsample_nearest", List.of(side, side), x)));
    }

    /// Each size of a picture is a constant of its own.
    @Test
    void modulesOfSizesLongGoneAreClosed() {
        NDArray x = tensors.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
        float[] first = enlarged(x, 4);
        for (int side = 2; side < 40; side += 2) {
            float[] enlarged = enlarged(x, side);
            assertEquals(side * side, enlarged.length);
            assertEquals(4, enlarged[side * side - 1]);
        }
        assertEquals(KEPT, library.modules());
        assertArrayEquals(first, enlarged(x, 4), "compiled anew");
        assertEquals(KEPT, library.modules());
    }

    /// A call that finds no memory would else leave the next one less.
    @Test
    void callsThatFailHoldNothing() {
        assumeTrue(NativeBytes.areTold(), "no glibc that tells what it holds");
        NDArray weight = tensors.zeros(3, 3);
        failsOn(weight);
        long before = NativeBytes.inUse();
        for (int i = 0; i < 64; i++) {
            failsOn(weight);
        }
        long held = NativeBytes.inUse() - before;
        assertTrue(held < 16 << 20, () -> "of 64 MB " + held + " bytes are held");
    }

    /// Calls with 1 MB that do not fit the weight, once alone and once in a list.
    private void failsOn(NDArray weight) {
        tensors.step(false, () -> {
            NDArray x = tensors.zeros(1, 1 << 18);
            assertThrows(EngineException.class, () -> tensors.linear(x, weight, null));
            assertThrows(EngineException.class, () -> tensors.ema(List.of(x), List.of(weight), .5));
            return null;
        });
    }
}
