package art.pinhua.training.model;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;

/// Sinusoids of the time step through two linear layers.
///
/// @param width of the sinusoids, even
/// @param shift of the frequencies: they fall to 1/10000 over width / 2 - shift of them
record TimeEmbedding(Tensors tensors, int width, double shift, boolean cosinesFirst, Linear linear1, Linear linear2) {
    private static final float LONGEST_PERIOD = 10_000;

    static TimeEmbedding of(Tensors tensors, Keys keys, UNetConfig config) {
        int width = config.blockOutChannels().getFirst();
        return new TimeEmbedding(
                tensors,
                width,
                config.freqShift(),
                config.flipSinToCos(),
                keys.at("linear_1").linear(tensors, width, config.timeWidth()),
                keys.at("linear_2").linear(tensors, config.timeWidth(), config.timeWidth()));
    }

    /// @param timesteps (B), may be fractions
    /// @return (B, timeWidth)
    NDArray apply(NDArray timesteps) {
        return project(sinusoids(tensors, timesteps, width, shift, cosinesFirst));
    }

    private NDArray project(NDArray numbers) {
        return linear2.apply(tensors.silu(linear1.apply(numbers)));
    }

    /// The embedding of what the denoiser is told beside time and text, to be added to that of the time.
    record Added(Tensors tensors, UNetConfig.Addition sizes, TimeEmbedding layers) {
        static Added of(Tensors tensors, Keys keys, UNetConfig config, UNetConfig.Addition addition) {
            var layers = new TimeEmbedding(
                    tensors,
                    addition.timeWidth(),
                    config.freqShift(),
                    config.flipSinToCos(),
                    keys.at("linear_1").linear(tensors, addition.width(), config.timeWidth()),
                    keys.at("linear_2").linear(tensors, config.timeWidth(), config.timeWidth()));
            return new Added(tensors, addition, layers);
        }

        /// @return (B, timeWidth)
        NDArray apply(UNet.Added added) {
            NDArray numbers =
                    sinusoids(tensors, added.sizes().reshape(-1), sizes.timeWidth(), layers.shift, layers.cosinesFirst);
            long batch = added.pooled().getShape().get(0);
            return layers.project(added.pooled().concat(numbers.reshape(batch, -1), 1));
        }
    }

    /// Cosines and sines of t · exp(-ln(10000) i / (width / 2 - shift)) for i from 0 to width / 2 - 1, in
    /// single precision as the reference computes them.
    /// @param timesteps (B)
    /// @return (B, width)
    static NDArray sinusoids(Tensors tensors, NDArray timesteps, int width, double shift, boolean cosinesFirst) {
        int half = width / 2;
        var frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            float exponent = (float) -Math.log(LONGEST_PERIOD) * i / (float) (half - shift);
            frequencies[i] = (float) Math.exp(exponent);
        }
        NDArray angles = timesteps.reshape(-1, 1).mul(tensors.of(frequencies, 1, half));
        NDArray cosines = angles.cos();
        NDArray sines = angles.sin();
        return cosinesFirst ? cosines.concat(sines, 1) : sines.concat(cosines, 1);
    }
}
