package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.generate.OpenDevice;
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

    /// On a device that has products in bf16.
    private static StepBudget budget(Wish wish) {
        return new StepBudget(wish, SIZES, wish.bfloat16());
    }

    private Pace pace(boolean bfloat16, double low, double full) {
        measured.add(bfloat16);
        double best = bfloat16 ? low : full;
        return new Pace(best, 2 * best);
    }

    @Test
    void thePrecisionAskedForIsTakenAndNoOtherMeasured() {
        assertTrue(budget(wish(true)).denoiser(low -> pace(low, 9, 1)).bfloat16());
        assertFalse(budget(wish(false)).denoiser(low -> pace(low, 1, 9)).bfloat16());
        assertEquals(List.of(true, false), measured);
    }

    @Test
    void withoutOneTheFasterIsTaken() {
        assertTrue(budget(wish(null)).denoiser(low -> pace(low, .5, 1)).bfloat16());
        assertFalse(budget(wish(null)).denoiser(low -> pace(low, 1, .5)).bfloat16());
        assertEquals(List.of(false, true, false, true), measured);
    }

    @Test
    void theDenoiserHasTheRestOfTheHours() {
        var plan = budget(wish(null)).denoiser(low -> pace(low, .5, 1));
        assertEquals(new DenoiserTraining.Plan(2700, 32, true, 13, 405), plan);
    }

    @Test
    void theAutoencoderSeesWindowsAQuarterOfItsTime() {
        var plan = budget(wish(null))
                .autoencoder(false, (window, low) -> window == 64 ? pace(low, .25, .125) : pace(low, .5, 1));
        assertEquals(new AutoencoderTraining.Plan(1125, 450, 64, 4, true, 28), plan);
        assertEquals(List.of(false, true, true), measured, "windows are in the precision of whole pictures");
        assertFalse(budget(wish(null))
                .autoencoder(false, (window, low) -> pace(low, 1, .5))
                .bfloat16());
    }

    @Test
    void anAutoencoderThatGoesOnSeesWholePicturesOnly() {
        var plan = budget(wish(false)).autoencoder(true, (window, low) -> {
            assertEquals(128, window);
            return pace(low, 1, 1);
        });
        assertEquals(new AutoencoderTraining.Plan(450, 0, 64, 4, false, 11), plan);
    }

    @Test
    void nothingIsMeasuredOfAnAutoencoderThatStays() {
        var keeping = new Wish(1, 128, 24, 1.0, 1, null, "earlier", 0.0, false);
        budget(keeping).autoencoder(true, (window, low) -> pace(low, 1, 1));
        assertEquals(List.of(), measured);
        var sharpening = new Wish(1, 128, 24, 1.0, 1, null, "earlier", 0.0, true);
        assertEquals(
                1800,
                budget(sharpening)
                        .autoencoder(true, (window, low) -> pace(low, 1, 1))
                        .steps());
    }

    @Test
    void withoutHoursEachTakesTheStepsThatItsSizeUsuallyNeeds() {
        var usual = Wish.usual(128);
        var steps = SIZES.usual();
        var plan = budget(usual).autoencoder(false, (window, low) -> pace(low, .5, 1));
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
                budget(usual)
                        .autoencoder(true, (window, low) -> pace(low, .5, 1))
                        .steps());
        assertEquals(
                steps.denoiser(),
                budget(usual).denoiser(low -> pace(low, .5, 1)).steps());
    }

    @Test
    void nothingIsMeasuredWherePrecisionAndStepsAreKnown() {
        var known = new Wish(1, 128, 24, null, 1, false, null, null, false);
        assertFalse(budget(known).denoiser(low -> pace(low, .5, 1)).bfloat16());
        assertFalse(budget(known)
                .autoencoder(false, (window, low) -> pace(low, .5, 1))
                .bfloat16());
        assertEquals(List.of(), measured);
    }

    @Test
    void bfloat16IsTriedWhereTheDeviceHasIt() {
        Boolean tried = OpenDevice.hasBfloat16(ComputeDevice.CPU) ? null : Boolean.FALSE;
        assertEquals(tried, StepBudget.on(ComputeDevice.CPU, wish(null), SIZES).bfloat16());
        assertEquals(
                false,
                StepBudget.on(new ComputeDevice(true, 63), wish(null), SIZES).bfloat16(),
                "there is none");
        assertEquals(true, StepBudget.on(ComputeDevice.CPU, wish(true), SIZES).bfloat16(), "as asked for");
        assertEquals(false, StepBudget.on(ComputeDevice.CPU, wish(false), SIZES).bfloat16());
    }
}
