package art.pinhua.training.objective;

/// Chooses β by how much the reference gets wrong: `β = STRENGTH √N / EMA of the reference's mean error`, with N the
/// elements of a picture's latents.
///
/// So a margin counts by its share of the error, whatever the model predicts and however large its errors are; √N
/// because the error of one picture under one noise scatters with 1/√N, and a larger β would only weigh that scatter.
///
/// A β that keeps the margins themselves at a target, `−2 logit(g) / EMA of mean |s_w − s_l|`, is a trap on small
/// latents: it starts where nothing but scatter is measured, grows to thousands, and then hardly any change of the
/// model suffices to satisfy the loss (docs/decisions/0006-beta-from-the-references-error.md).
public final class AutoBeta {
    static final double STRENGTH = .12;
    private static final double MEMORY = .98;
    private static final double SMALLEST_ERROR = 1e-6;

    private final double scale;
    private double error;
    private long seen;

    /// @param elements numbers in a picture's latents, C · H · W
    public AutoBeta(long elements) {
        if (elements < 1) {
            throw new IllegalArgumentException("elements must be positive, was " + elements);
        }
        this.scale = STRENGTH * Math.sqrt(elements);
    }

    /// β for a step whose pictures the reference gets wrong by `meanError`.
    /// @param meanError mean over the step's pictures of the squared error per element
    public double following(double meanError) {
        seen++;
        double share = Math.max(1.0 / seen, 1 - MEMORY); // a plain mean of the first fifty
        error += share * (meanError - error);
        return scale / Math.max(error, SMALLEST_ERROR);
    }

    /// The averaged error.
    public double error() {
        return error;
    }

    public long seen() {
        return seen;
    }

    /// Takes back what [#error] and [#seen] gave.
    public void restore(double savedError, long savedSeen) {
        error = savedError;
        seen = savedSeen;
    }
}
