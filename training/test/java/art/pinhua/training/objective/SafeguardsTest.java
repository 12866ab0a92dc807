package art.pinhua.training.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.Prediction;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import org.junit.jupiter.api.Test;

class SafeguardsTest {
    private static final double[] WINNER = {.1, -.2, .3, 0};
    private static final double[] LOSER = {.2, -.1, .4, .1};
    private static final double[] PAIR = {1, -1};

    @Test
    void loserFactorAgreesWithTheWorkedExample() {
        double[] dots = {dot(WINNER, WINNER), dot(WINNER, LOSER)};
        assertEquals(.0875, SafeLoser.factor(PAIR, 0, dots, .9), 1e-9);
        assertEquals(.35, SafeLoser.factor(PAIR, 0, dots, .6), 1e-9);
    }

    @Test
    void losersThatPullElsewhereAreLeftAlone() {
        assertEquals(1, SafeLoser.factor(PAIR, 0, new double[] {.2, -.1}, .9));
    }

    /// To first order in output space, the best picture's error moves with r₁ · Σ c_k r_k; it must not rise.
    @Test
    void bestPictureNeverGetsWorseToFirstOrder() {
        int worseWithout = 0;
        for (int trial = 0; trial < 500; trial++) {
            var u = new double[4];
            var residuals = new double[4][6];
            for (int k = 0; k < 4; k++) {
                u[k] = 4 * Counter.unit(2, Stream.INIT, trial, k) - 2;
                for (int i = 0; i < 6; i++) {
                    // residuals under shared noise are alike
                    residuals[k][i] = Counter.unit(3, Stream.INIT, trial, i)
                            + .4 * (Counter.unit(4, Stream.INIT, trial, 6L * k + i) - .5);
                }
            }
            double[] slopes = GroupPreference.ofOrder(u, 3).slopes();
            var pull = new double[4];
            var dots = new double[4];
            for (int k = 0; k < 4; k++) {
                pull[k] = -slopes[k];
                dots[k] = dot(residuals[0], residuals[k]);
            }
            worseWithout += descent(pull, dots, 1) < 0 ? 1 : 0;
            double safe = descent(pull, dots, SafeLoser.factor(pull, 0, dots, .9));
            assertTrue(safe >= -1e-12, "descent " + safe + " in trial " + trial);
        }
        assertTrue(worseWithout > 0, "the trials never needed the safeguard");
    }

    private static double descent(double[] pull, double[] dots, double factor) {
        double sum = 0;
        for (int k = 0; k < pull.length; k++) {
            sum += (pull[k] < 0 ? factor * pull[k] : pull[k]) * dots[k];
        }
        return sum;
    }

    @Test
    void betaIsInverseToTheReferencesError() {
        assertEquals(AutoBeta.STRENGTH * 32 / .2, new AutoBeta(1024).following(.2), 1e-9);
        assertEquals(AutoBeta.STRENGTH * 128 / .1, new AutoBeta(16_384).following(.1), 1e-9);
        assertThrows(IllegalArgumentException.class, () -> new AutoBeta(0));
    }

    @Test
    void firstErrorsCountAlikeAndLaterOnesFade() {
        var beta = new AutoBeta(1);
        beta.following(.1);
        assertEquals(AutoBeta.STRENGTH / .2, beta.following(.3), 1e-9, "the mean of both");
        for (int step = 0; step < 1000; step++) {
            beta.following(.5);
        }
        assertEquals(.5, beta.error(), 1e-6);
    }

    @Test
    void errorOfNothingGivesAFiniteBeta() {
        assertTrue(Double.isFinite(new AutoBeta(1024).following(0)));
    }

    @Test
    void restoredBetaGoesOnAsBefore() {
        var one = new AutoBeta(1024);
        one.following(.2);
        one.following(.3);
        var other = new AutoBeta(1024);
        other.restore(one.error(), one.seen());
        assertEquals(one.following(.1), other.following(.1));
    }

    @Test
    void minSnrWeightsAgreeWithTheWorkedExample() {
        try (Tensors tensors = Tensors.cpu(1)) {
            var schedule = NoiseSchedule.scaledLinear(.00085, .012, 1000);
            var denoising = Denoising.minSnr(tensors, schedule, Prediction.EPSILON, 5);
            assertEquals(.004254, denoising.weight(0), 1e-6);
            assertEquals(.999306, denoising.weight(146), 5e-6);
            assertEquals(1, denoising.weight(354));
            assertEquals(1, denoising.weight(999));
            assertThrows(
                    IllegalArgumentException.class, () -> Denoising.minSnr(tensors, schedule, Prediction.EPSILON, 0));
            var velocity = Denoising.minSnr(tensors, schedule.withZeroTerminalSnr(), Prediction.VELOCITY, 5);
            assertEquals(0, velocity.weight(999), "no signal is left there");
            assertEquals(denoising.weight(0), velocity.weight(0), 1e-4, "SNR + 1 is as good as SNR where it is large");
            assertEquals(
                    1, Denoising.plain(tensors, schedule.withZeroTerminalSnr()).weight(999));
            var floored = Denoising.clampedSnr(tensors, schedule.withZeroTerminalSnr(), Prediction.VELOCITY, 1, 5);
            assertEquals(1, floored.weight(999), "the floor over SNR + 1");
            assertEquals(velocity.weight(146), floored.weight(146), "the floor does not matter where SNR is large");
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
