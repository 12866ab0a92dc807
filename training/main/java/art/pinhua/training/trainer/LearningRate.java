package art.pinhua.training.trainer;

/// The learning rate as a function of the step, counted from 0.
@FunctionalInterface
public interface LearningRate {
    double at(long step);

    /// Linear from `peak / warmup` to `peak`, then constant.
    static LearningRate constant(double peak, long warmup) {
        return step -> peak * warmth(step, warmup);
    }

    /// Linear warm-up, then half a cosine from `peak` down to `end` at the last of `steps` steps.
    static LearningRate cosine(double peak, double end, long warmup, long steps) {
        return step -> {
            double progress = Math.clamp((double) (step - warmup) / Math.max(1, steps - 1 - warmup), 0, 1);
            double falling = end + (peak - end) * (1 + StrictMath.cos(StrictMath.PI * progress)) / 2;
            return step < warmup ? peak * warmth(step, warmup) : falling;
        };
    }

    private static double warmth(long step, long warmup) {
        return Math.min(1, (step + 1) / (double) Math.max(1, warmup));
    }
}
