package art.pinhua.training.generate;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.tensor.Tensors;

/// The tensor engine on a device that settings name.
public final class OpenDevice {
    private OpenDevice() {}

    /// @param threads arithmetic threads of the whole process, at least 1
    /// @throws IllegalArgumentException for a device that is not there
    public static Tensors of(ComputeDevice device, int threads) {
        return device.cuda() ? Tensors.cuda(device.index(), threads) : Tensors.cpu(threads);
    }

    /// Whether it has products in bf16; without, a processor takes many times as long in bf16 as in fp32.
    public static boolean hasBfloat16(ComputeDevice device) {
        return DeviceList.read().stream()
                .anyMatch(each ->
                        each.device().equals(device.toString()) && each.fast().contains(Precision.BF16.toString()));
    }
}
