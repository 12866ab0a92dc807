package art.pinhua.training.contract;

import java.util.regex.Pattern;

/// Where tensors lie and are computed with: the processor, or one CUDA GPU.
///
/// @param cuda  whether it is a GPU
/// @param index of the GPU, from 0; 0 for the processor
public record ComputeDevice(boolean cuda, int index) {
    public static final ComputeDevice CPU = new ComputeDevice(false, 0);

    private static final Pattern NAME = Pattern.compile("cpu|cuda(?::([0-9]{1,2}))?");

    public ComputeDevice {
        Refuse.unless(index >= 0 && (cuda || index == 0), "index", "0 or more, and 0 for the processor", index);
    }

    /// @param name `cpu`, `cuda` for the first GPU, or `cuda:1` for the second
    /// @throws IllegalArgumentException for any other
    public static ComputeDevice of(String name) {
        var parts = NAME.matcher(name);
        Refuse.unless(parts.matches(), "device", "cpu, cuda or cuda:N", "'" + name + "'");
        String index = parts.group(1);
        return name.equals("cpu") ? CPU : new ComputeDevice(true, index == null ? 0 : Integer.parseInt(index));
    }

    /// The name that [#of] reads.
    @Override
    public String toString() {
        return cuda ? "cuda:" + index : "cpu";
    }
}
