package art.pinhua.training.generate;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.contract.EngineAnswer.Device;
import art.pinhua.training.tensor.CudaDriver;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What the libtorch that was loaded could compute on. Nothing is computed to find it out.
final class DeviceList {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Pattern NAME = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
    /// As `./pinhua doctor` looks for them too.
    private static final Pattern BF16 = Pattern.compile("\\b(amx_bf16|avx512_bf16)\\b");

    /// Compute capabilities, by their first digit.
    private static final int VOLTA = 7;

    private static final int AMPERE = 8;

    private DeviceList() {}

    /// The processor first, then the GPUs.
    static List<Device> read() {
        var devices = new ArrayList<Device>();
        devices.add(processor());
        if (ai.djl.engine.Engine.getEngine("PyTorch").hasCapability("CUDA")) {
            for (CudaDriver.Gpu gpu : CudaDriver.gpus()) {
                var device = new ComputeDevice(true, devices.size() - 1);
                devices.add(new Device(device.toString(), gpu.name(), gpu.memory(), fast(gpu)));
            }
        }
        return List.copyOf(devices);
    }

    private static Device processor() {
        String told = told();
        var name = NAME.matcher(told);
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new Device(
                ComputeDevice.CPU.toString(),
                name.find() ? name.group(1).strip() : System.getProperty("os.arch"),
                memory,
                BF16.matcher(told).find() ? List.of("fp32", "bf16") : List.of("fp32"));
    }

    private static String told() {
        try {
            return Files.readString(PROCESSORS);
        } catch (IOException elsewhere) {
            return "";
        }
    }

    private static List<String> fast(CudaDriver.Gpu gpu) {
        if (gpu.capability() >= AMPERE) {
            return List.of("fp32", "bf16", "fp16");
        }
        return gpu.capability() >= VOLTA ? List.of("fp32", "fp16") : List.of("fp32");
    }
}
