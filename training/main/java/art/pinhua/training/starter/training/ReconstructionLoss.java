package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.tensor.Tensors;

/// How far a picture lies from its reconstruction, for an autoencoder trained from nothing.
///
/// Squared error of luma and doubled chroma at full, quarter and eighth size comes first: it finds the colours. Later
/// the picture's own squared error, which the first leaves behind chroma and coarse scales, and absolute errors are
/// added: they draw lines and eyes. From the start absolute errors settle on grey, the median of mixed colours.
final class ReconstructionLoss {
    private static final double KL_WEIGHT = 1e-4;
    private static final double SHARP_WEIGHT = 6;
    private static final int[] SCALES = {1, 4, 8};
    /// Rows luma, 2 × blue and 2 × red chroma (ITU-R BT.601); columns red, green, blue.
    private static final float[] LUMA_CHROMA = {.299f, .587f, .114f, -.337472f, -.662528f, 1, 1, -.837376f, -.162624f};

    private final Tensors tensors;
    private final NDArray lumaChroma;

    ReconstructionLoss(Tensors tensors) {
        this.tensors = tensors;
        this.lumaChroma = tensors.of(LUMA_CHROMA, 3, 3, 1, 1);
    }

    /// @param reconstruction (B, 3, H, W)
    /// @param picture        the same
    /// @param mean           of the posterior, (B, C, h, w)
    /// @param logVariance    of the posterior, the same
    /// @param sharpen        whether the picture's own errors count
    /// @return ()
    NDArray of(NDArray reconstruction, NDArray picture, NDArray mean, NDArray logVariance, boolean sharpen) {
        NDArray error = reconstruction.sub(picture);
        NDArray loss = tensors.mul(inScales(tensors.conv2d(error, lumaChroma, null, 1, 0)), 3)
                .add(tensors.mul(divergence(mean, logVariance), KL_WEIGHT));
        if (sharpen) {
            NDArray absolute = tensors.mul(error.abs().mean(), .3);
            NDArray squared = tensors.mul(error.square().mean(), SHARP_WEIGHT);
            loss = loss.add(squared).add(absolute).add(tensors.mul(gradientError(error), .2));
        }
        return loss;
    }

    private NDArray inScales(NDArray error) {
        NDArray sum = tensors.scalar(0);
        for (int scale : SCALES) {
            NDArray pooled = scale == 1 ? error : tensors.averagePool(error, scale);
            sum = sum.add(pooled.square().mean());
        }
        return sum;
    }

    /// Mean absolute difference of neighbours, across and down.
    private static NDArray gradientError(NDArray error) {
        NDArray across = error.get(":, :, :, 1:").sub(error.get(":, :, :, :-1"));
        NDArray down = error.get(":, :, 1:, :").sub(error.get(":, :, :-1, :"));
        return across.abs().mean().add(down.abs().mean());
    }

    /// Kullback-Leibler divergence from the standard normal distribution, nats per latent.
    private NDArray divergence(NDArray mean, NDArray logVariance) {
        NDArray variance = logVariance.exp();
        return tensors.mul(
                tensors.add(mean.square().add(variance).sub(logVariance), -1).mean(), .5);
    }
}
