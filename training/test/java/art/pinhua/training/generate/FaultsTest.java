package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Faults as libtorch itself tells them.
class FaultsTest {
    private static EngineException sumOf(long[] a, long[] b) {
        try (var tensors = Tensors.cpu(1)) {
            var fault = assertThrows(EngineException.class, () -> tensors.plus(tensors.zeros(a), tensors.zeros(b)));
            assertTrue(String.valueOf(fault.getMessage()).contains("TorchScript"), fault.getMessage());
            return fault;
        }
    }

    @Test
    void theCauseIsTakenFromTheEndOfWhatLibtorchSays() {
        String said = Faults.message(sumOf(new long[] {2}, new long[] {3}));
        assertTrue(said.startsWith("The size of tensor a (2) must match the size of tensor b (3)"), said);
        assertEquals("no such library", Faults.message(new EngineException("no such library\nat line 3")));
    }

    /// Whatever a file of a stranger holds that a refusal repeats.
    @Test
    void whatIsSaidHasAnEnd() {
        var refusal = new UnsupportedModelException("setting ".repeat(1 << 20));
        assertTrue(Faults.message(refusal).length() < 2_100);
        assertEquals(EngineFailure.MODEL_UNSUPPORTED, Faults.code(refusal));
    }

    /// More than a process can address: no system promises that.
    @Test
    void wantOfMemoryIsSaidInOurWords() {
        long side = 1L << 23;
        var fault = sumOf(new long[] {side, 1}, new long[] {1, side});
        assertEquals(EngineFailure.OUT_OF_MEMORY, Faults.code(fault));
        assertTrue(Faults.message(fault).startsWith("Memory does not suffice: take a smaller "), Faults.message(fault));
        String command = Faults.message(fault, "--precision");
        assertTrue(command.contains("set --precision to bf16") && !command.contains("pinhua."), command);
        String said = Faults.noRoom(fault, 1024, 768);
        assertTrue(
                said.startsWith("Memory does not suffice for this model and one picture of 1024 × 768 pixels: "), said);
        var heap = new OutOfMemoryError("Java heap space");
        assertEquals("The Java heap of the engine is full: raise pinhua.engine.heap", Faults.message(heap));
        assertTrue(Faults.noRoom(heap, 64, 64).contains("raise pinhua.engine.heap"));
    }

    @Test
    void aDeviceThatFailedIsNoMistakeOfTheEngine() {
        for (String said : List.of(
                "CUDA error: an illegal memory access was encountered",
                "CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm(handle)`",
                "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED",
                "CUDA driver error: unspecified launch failure")) {
            assertEquals(EngineFailure.DEVICE_LOST, Faults.code(new EngineException(said)), said);
        }
        assertEquals(
                EngineFailure.INTERNAL, Faults.code(new EngineException("cuDNN error: CUDNN_STATUS_NOT_SUPPORTED")));
    }

    /// As NVIDIA's libraries put it, which have no words of their own for it; theirs stand behind ours.
    @Test
    void wantOfMemoryOfAGpuIsWantOfMemory() {
        for (String said : List.of(
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB",
                "CUDA error: out of memory",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                "CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
                "FIND was unable to find an engine to execute this computation",
                "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
                "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED")) {
            var fault = new EngineException(said);
            assertEquals(EngineFailure.OUT_OF_MEMORY, Faults.code(fault), said);
            for (String told : List.of(Faults.message(fault), Faults.noRoom(fault, 64, 64))) {
                assertTrue(told.startsWith("Memory does not suffice") && told.endsWith(" (" + said + ")"), told);
            }
        }
    }
}
