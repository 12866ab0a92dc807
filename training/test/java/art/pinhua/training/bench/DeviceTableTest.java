package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.tensor.CudaDriver;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeviceTableTest {
    private static final List<CudaDriver.Gpu> CARDS =
            List.of(new CudaDriver.Gpu("NVIDIA T4", 15L << 30, 7), new CudaDriver.Gpu("NVIDIA H200", 140L << 30, 9));

    private static EngineBench.Setting on(String device) {
        return new EngineBench.Setting(
                "model", ComputeDevice.of(device), 3, 2, 10, 3, List.of(Precision.FP16), List.of(1, 16), false);
    }

    @Test
    void aCardIsNamedBesideItsModel() {
        assertEquals("Model `model`", DeviceTable.subject(on("cpu"), CARDS));
        assertEquals(
                "Model `model` on cuda:1, NVIDIA H200 with 143360 MB, pictures in a batch: 1 and 16",
                DeviceTable.subject(on("cuda:1"), CARDS));
        assertEquals(
                "Model `model` on cuda:0, pictures in a batch: 1 and 16",
                DeviceTable.subject(on("cuda"), List.of()),
                "a driver that no longer answers");
    }

    @Test
    void memoryThatNobodyTellsIsADash() {
        assertEquals("""

                | peak memory of the GPU, MB, its contexts apart | Pinhua | diffusers | of that in tensors |
                |---|---|---|---|
                | after sampling | 3 | – | 1024 |
                """, DeviceTable.of(OptionalLong.of(3 << 20), OptionalLong.empty(), OptionalLong.of(1L << 30)));
    }

    @Test
    void largePicturesAreComparedAndDecodedOneByOne() {
        assertEquals(1, on("cuda").compared());
        assertEquals(List.of(1), on("cuda").decoded());
        assertEquals(List.of(1, 16), on("cuda").passed());
        assertEquals(List.of(1), on("cpu").passed());
    }
}
