package art.pinhua.training.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The kernels that change arrays in place, against the formulas in double precision.
class OptimiserKernelsTest {
    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private NDArray array(float... values) {
        return tensors.of(values, values.length);
    }

    @Test
    void gradientsAreScaledToTheNormOfAllTogether() {
        NDArray a = array(3, 0);
        NDArray b = array(0, 4);
        assertEquals(5, tensors.value(tensors.clip(List.of(a, b), 1)), 1e-6);
        assertArrayEquals(new float[] {0.6f, 0}, tensors.toFloats(a), 1e-6f);
        assertArrayEquals(new float[] {0, 0.8f}, tensors.toFloats(b), 1e-6f);
    }

    @Test
    void smallGradientsStayAsTheyAre() {
        NDArray a = array(0.3f, -0.4f);
        assertEquals(0.5, tensors.value(tensors.clip(List.of(a), 1)), 1e-6);
        assertArrayEquals(new float[] {0.3f, -0.4f}, tensors.toFloats(a));
    }

    @Test
    void adamwFollowsItsFormula() {
        double lr = 0.01;
        double decay = 0.1;
        double[] p = {1, -2, 0.5};
        double[] m = new double[3];
        double[] v = new double[3];
        NDArray parameter = array(1, -2, 0.5f);
        NDArray first = array(0, 0, 0);
        NDArray second = array(0, 0, 0);
        NDArray steps = tensors.scalar(0);
        for (int step = 1; step <= 5; step++) {
            double[] g = {0.1 * step, -1, 0.3 - 0.1 * step};
            for (int i = 0; i < 3; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
                double unbiased = m[i] / (1 - Math.pow(0.9, step));
                double scale = Math.sqrt(v[i] / (1 - Math.pow(0.99, step))) + 1e-8;
                p[i] = p[i] * (1 - lr * decay) - lr * unbiased / scale;
            }
            NDArray gradient = array((float) g[0], (float) g[1], (float) g[2]);
            tensors.adamw(
                    List.of(parameter),
                    List.of(gradient),
                    List.of(first),
                    List.of(second),
                    List.of(steps),
                    lr,
                    0.9,
                    0.99,
                    1e-8,
                    decay);
        }
        assertArrayEquals(new float[] {(float) p[0], (float) p[1], (float) p[2]}, tensors.toFloats(parameter), 1e-5f);
        assertEquals(5, tensors.value(steps));
    }

    @Test
    void averagesMoveByTheirShare() {
        NDArray average = array(1, 2);
        tensors.ema(List.of(average), List.of(array(3, 0)), 0.75);
        assertArrayEquals(new float[] {1.5f, 1.5f}, tensors.toFloats(average), 1e-6f);
    }

    @Test
    void contentsAreCopiedIntoTheSameArrays() {
        NDArray target = array(1, 2);
        tensors.copyInto(List.of(target), List.of(array(5, 6)));
        assertArrayEquals(new float[] {5, 6}, tensors.toFloats(target));
    }
}
