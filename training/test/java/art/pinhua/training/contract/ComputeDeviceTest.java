package art.pinhua.training.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ComputeDeviceTest {
    @Test
    void namesAreThoseOfTheField() {
        assertEquals(ComputeDevice.CPU, ComputeDevice.of("cpu"));
        assertEquals(new ComputeDevice(true, 0), ComputeDevice.of("cuda"));
        assertEquals(new ComputeDevice(true, 3), ComputeDevice.of("cuda:3"));
        for (String name : new String[] {"cpu", "cuda:0", "cuda:12"}) {
            assertEquals(name, ComputeDevice.of(name).toString());
        }
    }

    @Test
    void othersAreRefusedByName() {
        for (String name : new String[] {"", "gpu", "CUDA", "cuda:", "cuda:-1", "cuda:100", "cpu:0", "cuda:1 "}) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> ComputeDevice.of(name));
            assertEquals("device must be cpu, cuda or cuda:N, was '" + name + "'", refusal.getMessage());
        }
    }
}
