package art.pinhua.finetuning;

/// What one optimiser step measured.
///
/// @param accuracy    share of training pairs whose margin has the right sign
/// @param margin      mean implicit-reward margin, nats
/// @param winnerError mean denoising error on preferred images
/// @param loserError  the same on the others
/// @param gradNorm    before clipping
/// @param lambda      mean factor on the gradient of the others
public record RunMetric(
        int step,
        double loss,
        double accuracy,
        double margin,
        double winnerError,
        double loserError,
        double gradNorm,
        double lr,
        double beta,
        double lambda,
        double imagesPerSecond) {}
