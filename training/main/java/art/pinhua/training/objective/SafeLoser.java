package art.pinhua.training.objective;

/// Diffusion-SDPO (arXiv 2511.03317): shrinks the push away from the worse pictures so far that, to first order, the
/// best picture's error cannot rise.
///
/// `λ = (1 − µ) c₁ ‖r₁‖² / Σ_{c_k < 0} |c_k| max(r₁ · r_k, 0)`, limited to 0 … 1, and 1 where the sum is 0. For a pair
/// that is the published formula; for larger groups it is its generalisation.
public final class SafeLoser {
    private SafeLoser() {}

    /// @param pull  c: minus the loss's slope by u, positive for pictures whose error is to fall
    /// @param best  index of the picture to protect
    /// @param dots  product of the best picture's residual (prediction − noise) with each picture's
    /// @param mu    below 1; the nearer to 1, the safer
    /// @return factor for the gradients of all pictures with c < 0
    public static double factor(double[] pull, int best, double[] dots, double mu) {
        double against = 0;
        for (int k = 0; k < pull.length; k++) {
            if (pull[k] < 0) {
                against += -pull[k] * Math.max(dots[k], 0);
            }
        }
        if (against == 0) {
            return 1;
        }
        return Math.clamp((1 - mu) * pull[best] * dots[best] / against, 0, 1);
    }
}
