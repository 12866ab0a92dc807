package art.pinhua.training.model;

import static art.pinhua.training.parity.Fixtures.arrays;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ResnetBlockTest {
    private static final String PATH = "decoder.mid_block.resnets.0.";

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    /// What it makes on the way is closed before its step ends.
    @Test
    void onlyItsResultIsLeft() {
        var weights = new LinkedHashMap<String, NDArray>();
        arrays(tensors, Fixtures.VAE).forEach((name, array) -> {
            if (name.startsWith(PATH)) {
                weights.put(name.substring(PATH.length()), array);
            }
        });
        Map<String, Lora> none = Map.of();
        ResnetBlock block =
                Keys.build("resnet", weights, none, keys -> ResnetBlock.of(tensors, keys, 32, 32, 0, 4, 1e-6));
        int left = tensors.step(false, () -> {
            NDArray x = tensors.zeros(1, 32, 4, 4);
            int before = tensors.manager().getManagedArrays().size();
            NDArray result = block.apply(x, null);
            assertEquals(16 * 32, tensors.toFloats(result).length);
            assertEquals(16 * 32, tensors.toFloats(x).length);
            return tensors.manager().getManagedArrays().size() - before;
        });
        assertEquals(1, left);
    }
}
