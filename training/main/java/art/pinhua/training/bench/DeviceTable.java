package art.pinhua.training.bench;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.tensor.CudaDriver;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What the page of the engine's bench says of the device.
final class DeviceTable {
    private DeviceTable() {}

    /// What is measured and, unless it is the processor, on what.
    /// @param gpus of the machine
    static String subject(EngineBench.Setting setting, List<CudaDriver.Gpu> gpus) {
        ComputeDevice device = setting.device();
        String model = "Model `%s`".formatted(setting.pipeline());
        if (!device.cuda()) {
            return model;
        }
        String card = device.index() < gpus.size() ? ", " + named(gpus.get(device.index())) : "";
        String batches = setting.batches().stream().map(String::valueOf).collect(Collectors.joining(" and "));
        return "%s on %s%s, pictures in a batch: %s".formatted(model, device, card, batches);
    }

    private static String named(CudaDriver.Gpu gpu) {
        return "%s with %d MB".formatted(gpu.name(), gpu.memory() >> 20);
    }

    /// What both sides held at most, after everything is drawn. Bytes; none where nobody tells.
    /// @param inTensors what torch gave to tensors at most, there; the rest it keeps for others
    /// @return Markdown, after an empty line
    static String of(OptionalLong ours, OptionalLong theirs, OptionalLong inTensors) {
        return """

                | peak memory of the GPU, MB, its contexts apart | Pinhua | diffusers | of that in tensors |
                |---|---|---|---|
                | after sampling | %s | %s | %s |
                """.formatted(megabytes(ours), megabytes(theirs), megabytes(inTensors));
    }

    private static String megabytes(OptionalLong bytes) {
        return bytes.isPresent() ? Long.toString(bytes.getAsLong() >> 20) : "–";
    }
}
