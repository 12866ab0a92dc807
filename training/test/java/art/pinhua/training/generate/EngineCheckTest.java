package art.pinhua.training.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine's part of `./pinhua doctor`.
class EngineCheckTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int check(String model, Map<String, String> environment) {
        said.reset();
        return EngineCheck.run(new String[] {model, "1"}, environment, new PrintStream(said, true, UTF_8));
    }

    @Test
    void aWorkingEngineDrawsOneStepAndNamesItself() {
        assertEquals(0, check(MicroPipeline.FOLDER.toString(), Map.of()), said::toString);
        assertTrue(said.toString(UTF_8).contains("ok  libtorch   2.7.1"), said::toString);
        assertTrue(said.toString(UTF_8).contains("1 threads"), said::toString);
        assertTrue(said.toString(UTF_8).contains("ok  one step"), said::toString);
        assertTrue(said.toString(UTF_8).contains(" on cpu in fp32, "), said::toString);
        assertEquals(1, said.toString(UTF_8).split("ok  cpu  ", -1).length - 1, said::toString);
    }

    @Test
    void aStepIsDrawnAsTheSettingsSay() {
        var model = MicroPipeline.FOLDER.toString();
        assertEquals(0, check(model, Map.of("PINHUA_ENGINE_PRECISION", "BF16")), said::toString);
        assertTrue(said.toString(UTF_8).contains(" on cpu in bf16, "), said::toString);
        assertEquals(1, check(model, Map.of("PINHUA_ENGINE_PRECISION", "fp8")), said::toString);
        assertTrue(said.toString(UTF_8).contains("precision must be fp32, bf16 or fp16"), said::toString);
        assertFalse(said.toString(UTF_8).contains("DJL_CACHE_DIR"), said::toString);
        assertEquals(1, check(model, Map.of("PINHUA_TRAINER_DEVICE", "cuda:1")), said::toString);
        assertTrue(said.toString(UTF_8).contains("ok  one step"), said::toString);
        assertTrue(said.toString(UTF_8).contains("!!  trainer    The device cuda:1 cannot be used: "), said::toString);
        assertTrue(said.toString(UTF_8).contains("or set PINHUA_TRAINER_DEVICE to cpu"), said::toString);
    }

    @Test
    void aDeviceThatIsNotThereIsNamedWithAdvice() {
        var model = MicroPipeline.FOLDER.toString();
        assertEquals(1, check(model, Map.of("PINHUA_ENGINE_DEVICE", "cuda:1")), said::toString);
        assertTrue(said.toString(UTF_8).contains("!!  engine     The device cuda:1 cannot be used: "), said::toString);
        assertTrue(said.toString(UTF_8).contains("It needs a libtorch with CUDA"), said::toString);
        assertTrue(said.toString(UTF_8).contains("ok  libtorch   2.7.1"), said::toString);
        assertEquals(1, said.toString(UTF_8).split("ok  cpu  ", -1).length - 1, said::toString);
        assertEquals(1, check(model, Map.of("PINHUA_ENGINE_DEVICE", "gpu")));
        assertTrue(said.toString(UTF_8).contains("device must be cpu, cuda or cuda:N, was 'gpu'"), said::toString);
    }

    /// Words that are said for want of memory and of a library that does not fit the GPU as well.
    @Test
    void whatMayBeTheFaultOfALibraryIsToldWithAdvice() {
        assertFalse(EngineCheck.ofLibtorch(new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB")));
        assertTrue(EngineCheck.ofLibtorch(new EngineException("CUDA error: CUBLAS_STATUS_NOT_INITIALIZED")));
        assertTrue(EngineCheck.ofLibtorch(new EngineException("FIND was unable to find an engine to execute this")));
    }

    @Test
    void whatIsMissingIsNamedWithAdvice(@TempDir Path folder) throws Exception {
        assertEquals(1, check(folder.resolve("nowhere").toString(), Map.of()));
        assertTrue(said.toString(UTF_8).contains("!!  engine     There is no pipeline in"), said::toString);
        assertFalse(said.toString(UTF_8).contains("DJL_CACHE_DIR"), said::toString);

        var environment = new HashMap<>(Map.of("PYTORCH_LIBRARY_PATH", folder.toString(), "PYTORCH_FLAVOR", "cu128"));
        assertEquals(1, check(MicroPipeline.FOLDER.toString(), environment));
        assertTrue(said.toString(UTF_8).contains("Set it to its version"), said::toString);
        environment.put("PYTORCH_VERSION", "2.7.1");
        assertEquals(1, check(MicroPipeline.FOLDER.toString(), environment));
        assertTrue(said.toString(UTF_8).contains("lacks libtorch.so"), said::toString);
        for (String file :
                new String[] {"libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so", "libc10.so", "libc10_cuda.so"}) {
            Files.createFile(folder.resolve(file));
        }
        assertEquals(0, check(MicroPipeline.FOLDER.toString(), environment), said::toString);
        assertTrue(said.toString(UTF_8).contains("ok  CUDA       this libtorch has it"), said::toString);
    }
}
