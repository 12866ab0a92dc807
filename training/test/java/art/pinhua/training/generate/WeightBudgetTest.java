package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.tensor.CudaDriver.Gpu;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightBudgetTest {
    private static final long MACHINE = 256L << 30;

    @Test
    void ofAGpuItIsAShareOfTheCard() {
        var gpus = List.of(new Gpu("small", 8L << 30, 7), new Gpu("large", 24L << 30, 8));
        assertEquals(6 << 10, WeightBudget.of(ComputeDevice.of("cuda"), MACHINE, gpus));
        assertEquals(18 << 10, WeightBudget.of(ComputeDevice.of("cuda:1"), MACHINE, gpus));
    }

    @Test
    void otherwiseOfTheMachine() {
        var gpus = List.of(new Gpu("small", 8L << 30, 7));
        assertEquals(128 << 10, WeightBudget.of(ComputeDevice.CPU, MACHINE, gpus));
        assertEquals(128 << 10, WeightBudget.of(ComputeDevice.of("cuda:1"), MACHINE, gpus));
        assertEquals(128 << 10, WeightBudget.of(ComputeDevice.of("cuda"), MACHINE, List.of()));
        assertEquals(1, WeightBudget.of(ComputeDevice.CPU, 1, List.of()));
        assertTrue(WeightBudget.of(ComputeDevice.CPU) > 100);
    }
}
