package art.pinhua.training.starter.atelier;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A small convolutional network in plain Java: five convolutions of stride 2, one hidden layer, the answers.
/// SiLU between the layers. Its weights are half floats in the order of the layers, each weight before its bias.
///
/// Shapes are PyTorch's: (outputs, inputs, height, width). Sums are taken in a fixed order: the same picture gives the
/// same answers on every machine.
final class Perceptron {
    static final int SIDE = 128;

    /// @param kernel width and height of a convolution, 0 for a full layer
    record Layer(int inputs, int outputs, int kernel) {
        int weights() {
            return inputs * outputs * Math.max(kernel * kernel, 1);
        }

        long[] shape() {
            return kernel == 0 ? new long[] {outputs, inputs} : new long[] {outputs, inputs, kernel, kernel};
        }
    }

    static final List<Layer> LAYERS = List.of(
            new Layer(3, 12, 5),
            new Layer(12, 24, 3),
            new Layer(24, 48, 3),
            new Layer(48, 72, 3),
            new Layer(72, 80, 3),
            new Layer(80 * 4 * 4, 64, 0),
            new Layer(64, Question.OUTPUTS, 0));

    private final List<float[]> weights = new ArrayList<>();
    private final List<float[]> biases = new ArrayList<>();

    /// @throws IllegalArgumentException when the bytes are not the weights of these layers
    Perceptron(byte[] halfs) {
        int expected = LAYERS.stream()
                        .mapToInt(layer -> layer.weights() + layer.outputs())
                        .sum()
                * Short.BYTES;
        if (halfs.length != expected) {
            throw new IllegalArgumentException(
                    "the reader's weights have " + halfs.length + " bytes instead of " + expected);
        }
        var buffer = ByteBuffer.wrap(halfs).order(ByteOrder.LITTLE_ENDIAN);
        for (var layer : LAYERS) {
            weights.add(read(buffer, layer.weights()));
            biases.add(read(buffer, layer.outputs()));
        }
    }

    private static float[] read(ByteBuffer buffer, int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.float16ToFloat(buffer.getShort());
        }
        return values;
    }

    /// @param planes (3, 128, 128) in -1 … 1
    /// @return an output for each choice of each question, then the ratio
    float[] answer(float[] planes) {
        float[] values = planes;
        int side = SIDE;
        for (int i = 0; i < LAYERS.size(); i++) {
            var layer = LAYERS.get(i);
            if (layer.kernel() > 0) {
                values = convolved(layer, i, values, side);
                side /= 2;
            } else {
                values = full(layer, i, values);
            }
            if (i < LAYERS.size() - 1) {
                for (int j = 0; j < values.length; j++) {
                    values[j] = (float) (values[j] / (1 + StrictMath.exp(-values[j])));
                }
            }
        }
        return values;
    }

    private float[] full(Layer layer, int index, float[] values) {
        var matrix = weights.get(index);
        var result = biases.get(index).clone();
        for (int o = 0; o < layer.outputs(); o++) {
            double sum = 0;
            for (int i = 0; i < layer.inputs(); i++) {
                sum += (double) matrix[o * layer.inputs() + i] * values[i];
            }
            result[o] += (float) sum;
        }
        return result;
    }

    private float[] convolved(Layer layer, int index, float[] values, int side) {
        int kernel = layer.kernel();
        int margin = kernel / 2;
        int half = side / 2;
        var filter = weights.get(index);
        var columns = split(values, half);
        var result = new float[layer.outputs() * half * half];
        for (int o = 0; o < layer.outputs(); o++) {
            int to = o * half * half;
            Arrays.fill(result, to, to + half * half, biases.get(index)[o]);
            for (int i = 0; i < layer.inputs(); i++) {
                for (int row = 0; row < kernel; row++) {
                    for (int column = 0; column < kernel; column++) {
                        float weight = filter[((o * layer.inputs() + i) * kernel + row) * kernel + column];
                        int right = column - margin;
                        float[] plane = columns[right & 1];
                        add(result, to, half, plane, i * side * half, side, row - margin, right >> 1, weight);
                    }
                }
            }
        }
        return result;
    }

    /// Even and odd columns apart, so that every second place lies side by side.
    private static float[][] split(float[] values, int half) {
        var columns = new float[2][values.length / 2];
        for (int i = 0; i < values.length / 2; i++) {
            columns[0][i] = values[2 * i];
            columns[1][i] = values[2 * i + 1];
        }
        return columns;
    }

    /// Adds every second row of a plane of half columns, shifted, times a weight.
    private static void add(
            float[] result, int to, int half, float[] plane, int from, int side, int down, int right, float weight) {
        int first = Math.max(0, -right);
        int last = Math.min(half, half - right);
        for (int y = 0; y < half; y++) {
            int row = 2 * y + down;
            if (row < 0 || row >= side) {
                continue;
            }
            int at = from + row * half + right;
            int out = to + y * half;
            for (int x = first; x < last; x++) {
                result[out + x] += weight * plane[at + x];
            }
        }
    }
}
