package art.pinhua.training.generate;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.tensor.CudaDriver;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/// What the weights of the models in memory may take together where nobody has said it: three quarters
/// of a GPU's memory, the rest of which drawing needs, or half of the machine's, or of the container's,
/// on which others live too.
public final class WeightBudget {
    private WeightBudget() {}

    /// @return MiB
    public static int of(ComputeDevice device) {
        long machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return of(device, machine, device.cuda() ? CudaDriver.gpus() : List.of());
    }

    /// @param machine bytes
    /// @param gpus    none where the driver does not answer
    static int of(ComputeDevice device, long machine, List<CudaDriver.Gpu> gpus) {
        boolean known = device.cuda() && device.index() < gpus.size();
        long bytes = known ? gpus.get(device.index()).memory() / 4 * 3 : machine / 2;
        return (int) Math.max(1, bytes >> 20);
    }
}
