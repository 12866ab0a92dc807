package art.pinhua.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.bench.EngineBench;
import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.tensor.CudaDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineBenchMainTest {
    private static List<String> printed(String... arguments) {
        return List.of(EngineBenchMain.naming(EngineBenchMain.options(arguments), arguments));
    }

    private static EngineBench.Setting setting(String... arguments) {
        return EngineBenchMain.setting(EngineBenchMain.options(arguments), "model");
    }

    @Test
    void theCommandThatIsPrintedNamesItsModel() {
        assertEquals(List.of("--model", ShippedModel.STARTER, "--threads", "1"), printed("--threads", "1"));
        assertEquals(List.of("--model", "other"), printed("--model", "other"));
        assertEquals(List.of("--size", "sd15"), printed("--size", "sd15"));
        assertEquals(List.of("--size", "sdxl"), printed("--size", "sdxl"));
    }

    @Test
    void aProcessorMeasuresInFp32AndInWhatIsNamedBesides() {
        assertEquals(List.of(Precision.FP32), setting().precisions());
        assertEquals(List.of(Precision.FP32), setting("--precision", "fp32").precisions());
        assertEquals(
                List.of(Precision.FP32, Precision.BF16),
                setting("--precision", "bf16").precisions());
        assertEquals(
                new EngineBench.Setting(
                        "model", ComputeDevice.CPU, 3, 2, 2, 3, List.of(Precision.FP32), List.of(1), false),
                setting("--size", "sdxl", "--threads", "2"));
        assertEquals(List.of(1, 4), setting().batches());
    }

    @Test
    void aGpuMeasuresInFp16OrInWhatIsNamedAlone() {
        assertEquals(
                new EngineBench.Setting(
                        "model",
                        new ComputeDevice(true, 1),
                        3,
                        2,
                        10,
                        3,
                        List.of(Precision.FP16),
                        List.of(1, 16),
                        false),
                setting("--size", "sdxl", "--device", "cuda:1", "--threads", "2"));
        assertEquals(
                List.of(Precision.BF16),
                setting("--device", "cuda", "--precision", "bf16").precisions());
        assertEquals(
                List.of(2, 8), setting("--device", "cuda", "--batch", "8,2").batches());
    }

    @ParameterizedTest
    @CsvSource({
        "'', measured: engine",
        "--threads 1, 'measured: engine, one thread'",
        "--size sd15, measured: engine sd15",
        "--size sd15 --threads 1, 'measured: engine sd15, one thread'",
        "--device cuda, measured: engine on a GPU",
        "--device cuda:1 --size sd15 --threads 1, measured: engine on a GPU sd15",
        "--device cuda --size sdxl, measured: engine on a GPU sdxl",
    })
    void tablesOfGpusStandApart(String arguments, String part) {
        String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);
        assertEquals(part, EngineBenchMain.part(EngineBenchMain.options(words)));
    }

    @ParameterizedTest
    @CsvSource({
        "'measured: engine'",
        "'measured: engine, one thread'",
        "'measured: engine sd15'",
        "'measured: engine on a GPU'",
        "'measured: engine on a GPU sd15'",
        "'measured: engine on a GPU sdxl'",
    })
    void thePageHasAPlaceForEveryTable(String part) throws IOException {
        String page = Files.readString(Path.of("../docs/performance.md"));
        assertTrue(page.contains("<!-- " + part + " -->\n"), part);
        assertTrue(page.contains("<!-- end of " + part + " -->"), part);
    }

    @ParameterizedTest
    @CsvSource({
        "--device tpu, '--device must be cpu, cuda or cuda:N, was ''tpu'''",
        "--size sd3, --size must be starter or sd15 or sdxl",
        "--precision fp8, --precision must be fp32 or bf16 or fp16",
        "--precision fp16, '--precision fp16 is for GPUs, see --device'",
        "--batch 0, '--batch must be whole numbers from 1 on, such as 1,16, was 0'",
        "--batches 1, --batches does not fit",
    })
    void whatDoesNotFitIsNamed(String arguments, String complaint) {
        String[] words = arguments.split(" ", -1);
        var refusal = assertThrows(IllegalArgumentException.class, () -> setting(words));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(complaint), refusal.getMessage());
    }

    @Test
    void aGpuThatIsNotThereIsRefusedInASentence() {
        var first = new ComputeDevice(true, 0);
        var second = new ComputeDevice(true, 1);
        List<CudaDriver.Gpu> one = List.of(new CudaDriver.Gpu("NVIDIA T4", 15L << 30, 7));
        EngineBenchMain.requireGpu(first, one);
        assertEquals(
                "The device cuda:0 is not there: no NVIDIA driver answers",
                assertThrows(IllegalArgumentException.class, () -> EngineBenchMain.requireGpu(first, List.of()))
                        .getMessage());
        assertEquals(
                "The device cuda:1 is not there: the last GPU is cuda:0",
                assertThrows(IllegalArgumentException.class, () -> EngineBenchMain.requireGpu(second, one))
                        .getMessage());
    }
}
