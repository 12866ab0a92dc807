package art.pinhua.training.objective;

/// Lets β follow the size of the margins, so that the gradient factor σ(−m) of a typical pair stays near a target:
/// `β = −2 logit(g) / EMA of mean |s_w − s_l|`.
///
/// An adapter that starts as the identity has no margins yet, so the first value is held during warm-up.
public final class AutoBeta {
    static final double TARGET = .2;
    private static final double MEMORY = .95;
    private static final double SMALLEST_GAP = 1e-6;
    private static final double RANGE = 4;

    private final double start;
    private final long warmup;
    private double gap;
    private long seen;

    /// @param start  β while nothing is known, and the middle of the range β keeps to: start/4 … 4 start
    /// @param warmup steps for which `start` is held
    public AutoBeta(double start, long warmup) {
        if (!(start > 0)) {
            throw new IllegalArgumentException("beta must be positive, was " + start);
        }
        this.start = start;
        this.warmup = warmup;
    }

    /// β for a step, from the gaps observed before it.
    public double at(long step) {
        return step < warmup || seen == 0 ? start : Math.clamp(forGap(gap), start / RANGE, start * RANGE);
    }

    /// β that makes σ(−m) the target for margins of this size.
    static double forGap(double gap) {
        return -2 * Math.log(TARGET / (1 - TARGET)) / Math.max(gap, SMALLEST_GAP);
    }

    /// @param meanGap mean |s_w − s_l| of a step's pairs
    public void observe(double meanGap) {
        gap = seen == 0 ? meanGap : MEMORY * gap + (1 - MEMORY) * meanGap;
        seen++;
    }

    public double gap() {
        return gap;
    }

    public long seen() {
        return seen;
    }

    /// Takes back what [#gap] and [#seen] gave.
    public void restore(double savedGap, long savedSeen) {
        gap = savedGap;
        seen = savedSeen;
    }
}
