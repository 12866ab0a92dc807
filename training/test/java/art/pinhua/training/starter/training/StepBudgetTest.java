package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// With paces that are told, not measured.
class StepBudgetTest {
    private static final StarterSizes SIZES = StarterSizes.of128();

    private final List<Boolean> measured = new ArrayList<>();

    private static Wish wish(@Nullable Boolean bfloat16) {
        return new Wish(1, 128, 24, 1.0, 1, bfloat16, null, .25, false);
    }

    private Pace pace(boolean bfloat16, double low, double full) {
        measured.add(bfloat16);
        double best = bfloat16 ? low : full;
        return new Pace(best, 2 * best);
    }

    @Test
    void thePrecisionAskedForIsTakenAndNoOtherMeasured() {
        assertTrue(StepBudget.denoiser(wish(true), SIZES, (low, hopeless) -> pace(low, 9, 1))
                .bfloat16());
        assertFalse(StepBudget.denoiser(wish(false), SIZES, (low, hopeless) -> pace(low, 1, 9))
                .bfloat16());
        assertEquals(List.of(true, false), measured);
    }

    @Test
    void withoutOneTheFasterIsTaken() {
        assertTrue(StepBudget.denoiser(wish(null), SIZES, (low, hopeless) -> pace(low, .5, 1))
                .bfloat16());
        assertFalse(StepBudget.denoiser(wish(null), SIZES, (low, hopeless) -> pace(low, 1, .5))
                .bfloat16());
        assertEquals(List.of(false, true, false, true), measured);
    }

    @Test
    void theDenoiserHasTheRestOfTheHours() {
        var plan = StepBudget.denoiser(wish(null), SIZES, (low, hopeless) -> pace(low, .5, 1));
        assertEquals(new DenoiserTraining.Plan(2700, 32, true, 13, 405), plan);
    }

    @Test
    void theAutoencoderSeesWindowsAQuarterOfItsTime() {
        var plan = StepBudget.autoencoder(
                wish(null),
                SIZES,
                false,
                (window, low, hopeless) -> window == 64 ? pace(low, .25, .125) : pace(low, .5, 1));
        assertEquals(new AutoencoderTraining.Plan(1125, 450, 64, 4, true, 28), plan);
        assertEquals(List.of(false, true, true), measured, "windows are in the precision of whole pictures");
        assertFalse(StepBudget.autoencoder(wish(null), SIZES, false, (window, low, hopeless) -> pace(low, 1, .5))
                .bfloat16());
    }

    @Test
    void anAutoencoderThatGoesOnSeesWholePicturesOnly() {
        var plan = StepBudget.autoencoder(wish(false), SIZES, true, (window, low, hopeless) -> {
            assertEquals(128, window);
            return pace(low, 1, 1);
        });
        assertEquals(new AutoencoderTraining.Plan(450, 0, 64, 4, false, 11), plan);
    }

    @Test
    void nothingIsMeasuredOfAnAutoencoderThatStays() {
        var keeping = new Wish(1, 128, 24, 1.0, 1, null, "earlier", 0.0, false);
        StepBudget.autoencoder(keeping, SIZES, true, (window, low, hopeless) -> pace(low, 1, 1));
        assertEquals(List.of(), measured);
        var sharpening = new Wish(1, 128, 24, 1.0, 1, null, "earlier", 0.0, true);
        assertEquals(
                1800,
                StepBudget.autoencoder(sharpening, SIZES, true, (window, low, hopeless) -> pace(low, 1, 1))
                        .steps());
    }

    @Test
    void withoutHoursEachTakesTheStepsThatItsSizeUsuallyNeeds() {
        var usual = Wish.usual(128);
        var steps = SIZES.usual();
        var plan = StepBudget.autoencoder(usual, SIZES, false, (window, low, hopeless) -> pace(low, .5, 1));
        assertEquals(
                new AutoencoderTraining.Plan(
                        steps.windows() + steps.wholePictures(),
                        steps.windows(),
                        64,
                        4,
                        true,
                        (steps.windows() + steps.wholePictures()) / 40),
                plan);
        assertEquals(List.of(false, true), measured, "which precision is faster");
        assertEquals(
                steps.wholePictures(),
                StepBudget.autoencoder(usual, SIZES, true, (window, low, hopeless) -> pace(low, .5, 1))
                        .steps());
        assertEquals(
                steps.denoiser(),
                StepBudget.denoiser(usual, SIZES, (low, hopeless) -> pace(low, .5, 1))
                        .steps());
    }

    @Test
    void nothingIsMeasuredWherePrecisionAndStepsAreKnown() {
        var known = new Wish(1, 128, 24, null, 1, false, null, null, false);
        assertFalse(StepBudget.denoiser(known, SIZES, (low, hopeless) -> pace(low, .5, 1))
                .bfloat16());
        assertFalse(StepBudget.autoencoder(known, SIZES, false, (window, low, hopeless) -> pace(low, .5, 1))
                .bfloat16());
        assertEquals(List.of(), measured);
    }

    @Test
    void thePrecisionThatComesSecondIsMeasuredNoLongerThanItMayWin() {
        var limits = new ArrayList<Double>();
        StepBudget.denoiser(wish(null), SIZES, (low, hopeless) -> {
            limits.add(hopeless);
            return pace(low, 9, 2);
        });
        assertEquals(List.of(Double.POSITIVE_INFINITY, 6.0), limits);
    }
}
