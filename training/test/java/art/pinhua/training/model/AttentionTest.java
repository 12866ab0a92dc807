package art.pinhua.training.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AttentionTest {
    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    /// Scores of 257 / √2 and 258 / √2: bf16 has one number for both.
    @Test
    void scoresInFp32TellApartWhatBfloat16CannotWhileRecording() {
        double weight = 1 / (1 + Math.exp(-Math.sqrt(.5)));
        assertEquals(1 + weight, mixed(true), .01);
        assertEquals(1.5, mixed(false), .01);
    }

    /// Of two tokens, 1 and 2 in the mixture's second number, by attention whose layers change nothing.
    private double mixed(boolean upcast) {
        Map<String, NDArray> weights = Map.of(
                "to_q.weight", unit(),
                "to_k.weight", unit(),
                "to_v.weight", unit(),
                "to_out.0.weight", unit(),
                "to_out.0.bias", tensors.zeros(2));
        Attention attention =
                Keys.build("attention", weights, Map.of(), keys -> Attention.of(tensors, keys, 2, 2, 1, upcast));
        float[] mixture = tensors.step(true, () -> {
            NDArray x = tensors.toBfloat16(tensors.of(new float[] {1, 1}, 1, 1, 2));
            NDArray context = tensors.toBfloat16(tensors.of(new float[] {256, 1, 256, 2}, 1, 2, 2));
            return tensors.toFloats(tensors.toFloat32(attention.apply(x, context)));
        });
        return mixture[1];
    }

    private NDArray unit() {
        return tensors.of(new float[] {1, 0, 0, 1}, 2, 2);
    }
}
