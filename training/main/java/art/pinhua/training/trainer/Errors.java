package art.pinhua.training.trainer;

/// Denoising errors of a batch on the heap, where the objective reads them in double precision.
final class Errors {
    private Errors() {}

    /// Mean squared difference of each sample.
    static double[] of(float[] prediction, float[] noise, int samples) {
        int size = noise.length / samples;
        var errors = new double[samples];
        for (int i = 0; i < noise.length; i++) {
            double difference = prediction[i] - noise[i];
            errors[i / size] += difference * difference / size;
        }
        return errors;
    }

    /// Product of the residuals (prediction − noise) of two samples.
    static double product(float[] prediction, float[] noise, int one, int other, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double left = prediction[one * size + i] - noise[one * size + i];
            sum += left * (prediction[other * size + i] - noise[other * size + i]);
        }
        return sum;
    }
}
