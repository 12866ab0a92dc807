package art.pinhua.training.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.tensor.Tensors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A low-rank change of one linear layer or convolution: `scale · up · down` is added to its weight, without
/// touching it (Hu et al., arXiv 2106.09685).
///
/// @param down  (rank, in), of a convolution (rank, in, k, k)
/// @param up    (out, rank), of a convolution (out, rank, 1, 1)
/// @param scale strength · alpha / rank, ()
public record Lora(NDArray down, NDArray up, NDArray scale) {
    public Lora {
        Shape in = down.getShape();
        Shape out = up.getShape();
        boolean convolution = in.dimension() == 4;
        if (in.dimension() != out.dimension()
                || (in.dimension() != 2 && !convolution)
                || in.get(0) != out.get(1)
                || (convolution && (out.get(2) != 1 || out.get(3) != 1))) {
            throw new IllegalArgumentException("down " + in + " and up " + out + " do not make an adapter");
        }
    }

    public long rank() {
        return down.getShape().get(0);
    }

    /// All of its arrays.
    public Stream<NDArray> arrays() {
        return Stream.of(down, up, scale);
    }

    /// The adapted linear layer, (…, in) to (…, out).
    public NDArray linear(Tensors tensors, NDArray x, NDArray weight, @Nullable NDArray bias) {
        NDArray low = tensors.times(tensors.linear(x, down, null), scale);
        return tensors.plus(tensors.linear(x, weight, bias), tensors.linear(low, up, null));
    }

    /// The adapted convolution, (B, in, H, W) to (B, out, H', W').
    public NDArray conv2d(Tensors tensors, NDArray x, NDArray weight, @Nullable NDArray bias, int stride, int padding) {
        NDArray low = tensors.times(tensors.conv2d(x, down, null, stride, padding), scale);
        NDArray change = tensors.conv2d(low, up, null, 1, 0);
        return tensors.plus(tensors.conv2d(x, weight, bias, stride, padding), change);
    }

    /// The weight with the change worked in: a layer with it gives what the adapted layer gives, at no cost.
    /// @param weight (out, in) or (out, in, k, k), of any type, which the result has too; not changed
    public NDArray addedTo(Tensors tensors, NDArray weight) {
        return tensors.merged(weight, up, down, scale);
    }

    /// As [#addedTo], but overwrites an array instead of making one.
    /// @param target       shaped and typed as the weight
    /// @param channelsLast whether a convolution's target lies with the channels innermost
    public void addInto(Tensors tensors, NDArray target, NDArray weight, boolean channelsLast) {
        if (channelsLast && down.getShape().dimension() == 4) {
            tensors.mergeIntoChannelsLast(target, weight, up, down, scale);
        } else {
            tensors.mergeInto(target, weight, up, down, scale);
        }
    }

    /// The change of the layer's weight at full strength.
    /// @param shape of the weight: (out, in) or (out, in, k, k)
    public NDArray product(Shape shape) {
        NDArray rows = up.reshape(up.getShape().get(0), rank());
        return rows.matMul(down.reshape(rank(), -1)).mul(scale).reshape(shape);
    }
}
