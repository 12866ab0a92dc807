package art.pinhua.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/// What kernels are checked against: the same mathematics, composed of the engine's plain operations.
record Composed(Tensors tensors) {
    NDArray number(double value) {
        return tensors.scalar(value);
    }

    NDArray sigmoid(NDArray x) {
        return number(1).div(number(1).add(x.neg().exp()));
    }

    NDArray tanh(NDArray x) {
        NDArray up = x.exp();
        NDArray down = x.neg().exp();
        return up.sub(down).div(up.add(down));
    }

    NDArray gelu(NDArray x) {
        return x.mul(number(0.5))
                .mul(number(1).add(x.mul(number(Math.sqrt(0.5))).erf()));
    }

    /// Normalises the last axis.
    NDArray normalised(NDArray x, double epsilon) {
        NDArray centred = x.sub(x.mean(new int[] {-1}, true));
        NDArray variance = centred.square().mean(new int[] {-1}, true);
        return centred.div(variance.add(number(epsilon)).sqrt());
    }

    NDArray groupNorm(NDArray x, int groups, NDArray weight, NDArray bias) {
        Shape shape = x.getShape();
        NDArray grouped = normalised(x.reshape(shape.get(0), groups, -1), 1e-5).reshape(shape);
        return grouped.mul(weight.reshape(1, -1, 1, 1)).add(bias.reshape(1, -1, 1, 1));
    }

    private NDArray heads(NDArray x, int heads) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, -1).transpose(0, 2, 1, 3);
    }

    NDArray attention(NDArray q, NDArray k, NDArray v, int heads, boolean causal) {
        Shape shape = q.getShape();
        NDArray scores = heads(q, heads)
                .matMul(heads(k, heads).transpose(0, 1, 3, 2))
                .mul(number(1 / Math.sqrt((double) shape.get(2) / heads)));
        if (causal) {
            int n = (int) shape.get(1);
            var mask = new float[n * n];
            for (int i = 0; i < n * n; i++) {
                mask[i] = i % n > i / n ? -1e9f : 0;
            }
            scores = scores.add(tensors.of(mask, 1, 1, n, n));
        }
        NDArray mixed = scores.softmax(-1).matMul(heads(v, heads));
        return mixed.transpose(0, 2, 1, 3).reshape(shape);
    }
}
