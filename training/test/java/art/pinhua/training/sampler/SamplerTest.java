package art.pinhua.training.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.noise.NoiseSchedule;
import art.pinhua.training.noise.Prediction;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.noise.Spacing;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Samplers over denoisers of which the end is known, and what they refuse. Whole runs of the reference are in
/// [SamplerGoldenTest].
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamplerTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.scaledLinear(0.00085, 0.012, 1000);
    private static final float[] TOY_START = {1, -.5f, .25f, 2};

    /// They divide the schedule: DDIM and PNDM end others at the level of timestep 0, as the reference
    /// does.
    private static final int[] STEPS = {1, 2, 8, 40, 250};

    @SuppressWarnings("NullAway.Init")
    private Tensors tensors;

    @BeforeAll
    void open() {
        tensors = Tensors.cpu(1);
    }

    @AfterAll
    void close() {
        tensors.close();
    }

    @Test
    void toyNetworkEndsAtThePublishedValues() {
        assertToy(
                new Ddim(tensors, config(Prediction.EPSILON, Spacing.LEADING, 1, false)),
                .808081,
                -.632837,
                .087622,
                1.768692);
        assertToy(
                new DpmSolverPlusPlus2M(tensors, config(Prediction.EPSILON, Spacing.LINSPACE, 0, false)),
                .813752,
                -.642899,
                .085426,
                1.784851);
        assertToy(
                new DpmSolverPlusPlus2M(tensors, config(Prediction.EPSILON, Spacing.LINSPACE, 0, true)),
                .824610,
                -.642629,
                .090990,
                1.802770);
        assertToy(
                new DpmSolverPlusPlus2M(tensors, config(Prediction.EPSILON, Spacing.LEADING, 1, false)),
                .782685,
                -.581232,
                .100727,
                1.691964);
        assertToy(
                new Pndm(tensors, config(Prediction.EPSILON, Spacing.LEADING, 1, false)),
                .814112,
                -.607870,
                .103121,
                1.762101);
        assertToy(
                new Euler(tensors, config(Prediction.EPSILON, Spacing.LEADING, 1, false), false),
                .789389,
                -.618204,
                .085593,
                1.727784);
        assertToy(
                new Euler(tensors, config(Prediction.EPSILON, Spacing.LINSPACE, 0, false), false),
                .815571,
                -.678652,
                .068459,
                1.811719);
        var zero = new ScheduleConfig(
                "", SCHEDULE.withZeroTerminalSnr(), Prediction.VELOCITY, Spacing.TRAILING, 0, false, false);
        assertToy(new Ddim(tensors, zero), .230337, -.154165, .038086, .486672);
    }

    private void assertToy(Sampler sampler, double... expected) {
        tensors.step(false, () -> {
            Denoiser toy = (x, t) -> tensors.add(tensors.mul(x, 0.8), 0.1 * t / 1000);
            NDArray end = sampler.sample(toy, tensors.of(TOY_START, 1, 1, 2, 2), 20, StepListener.NONE);
            assertArrayEquals(expected, doubles(tensors.toFloats(end)), 3e-6);
            return end.getShape();
        });
    }

    @ParameterizedTest
    @EnumSource(SamplerKind.class)
    void exactDenoiserGivesTheImageBack(SamplerKind kind) {
        for (Prediction prediction : Prediction.values()) {
            for (int asked : STEPS) {
                int steps = Math.min(asked, kind.mostSteps());
                var config = new ScheduleConfig("", SCHEDULE, prediction, Spacing.TRAILING, 0, true, false);
                tensors.step(false, () -> {
                    float[] image = gaussians(1);
                    NDArray target = tensors.of(image, 1, 4, 4, 4);
                    NDArray noise = tensors.of(gaussians(2), 1, 4, 4, 4);
                    NDArray end = Samplers.of(kind, tensors, config)
                            .sample(exact(target, prediction), canvas(noise, steps), StepListener.NONE);
                    double tolerance = prediction == Prediction.VELOCITY ? tolerance(kind, steps) : 2e-5;
                    assertClose(image, tensors.toFloats(end), tolerance, kind + " " + prediction + ", steps " + steps);
                    return end.getShape();
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SamplerKind.class)
    void exactDenoiserGivesTheImageBackFromPureNoise(SamplerKind kind) {
        NoiseSchedule schedule = SCHEDULE.withZeroTerminalSnr();
        var config = new ScheduleConfig("", schedule, Prediction.VELOCITY, Spacing.TRAILING, 0, true, false);
        for (int asked : STEPS) {
            int steps = Math.min(asked, kind.mostSteps());
            tensors.step(false, () -> {
                float[] image = gaussians(1);
                NDArray target = tensors.of(image, 1, 4, 4, 4);
                // v = (√ᾱ x − x₀)/√(1−ᾱ): no division by the signal, which is 0 at the first timestep
                Denoiser exact = (x, t) ->
                        tensors.mul(tensors.mul(x, schedule.signal((int) t)).sub(target), 1 / schedule.noise((int) t));
                NDArray end = Samplers.of(kind, tensors, config)
                        .sample(exact, canvas(tensors.of(gaussians(2), 1, 4, 4, 4), steps), StepListener.NONE);
                // at one step from σ = 4096 a trace of it stays
                double tolerance = steps == 1 ? 1e-3 : tolerance(kind, steps);
                assertClose(image, tensors.toFloats(end), tolerance, kind + ", steps " + steps);
                return end.getShape();
            });
        }
    }

    /// PNDM blends velocities, which differ from step to step even where the image is known.
    private static double tolerance(SamplerKind kind, int steps) {
        return kind == SamplerKind.PNDM && steps > 1 ? 1.0 / steps : 2e-5;
    }

    /// The network that knows the image: noise and velocity follow from x and x₀.
    private Denoiser exact(NDArray target, Prediction prediction) {
        return (x, t) -> {
            double signal = SCHEDULE.signal((int) t);
            double noise = SCHEDULE.noise((int) t);
            NDArray epsilon = tensors.mul(x.sub(tensors.mul(target, signal)), 1 / noise);
            return prediction == Prediction.EPSILON
                    ? epsilon
                    : tensors.mul(epsilon, signal).sub(tensors.mul(target, noise));
        };
    }

    /// A network that adds its text, 10 for the negative one and 11 for the prompt.
    private Guided guided(double guidance, double rescale) {
        var negative = new Condition(tensors.of(new float[] {10}, 1, 1, 1), tensors.zeros(1, 1));
        var prompt = new Condition(tensors.of(new float[] {11}, 1, 1, 1), tensors.zeros(1, 1));
        Condition texts = Guided.texts(negative, prompt, guidance);
        long number = texts.states().getShape().get(0);
        return new Guided(
                tensors,
                (latents, t) -> tensors.tile(latents, number)
                        .add(texts.states().repeat(0, latents.getShape().get(0)).reshape(-1, 1, 1, 1)),
                guidance,
                rescale);
    }

    @Test
    void guidanceMovesFromTheNegativeTextThroughThePrompt() {
        tensors.step(false, () -> {
            NDArray x = tensors.of(new float[] {1, 2, 3, 4}, 2, 1, 1, 2);
            float[] guided = tensors.toFloats(guided(3, 0).predict(x, 5));
            assertArrayEquals(new float[] {14, 15, 16, 17}, guided, 1e-5f);
            for (double none : new double[] {1, 0.5, 0}) { // not the negative text, which 0 would leave alone
                float[] plain = tensors.toFloats(guided(none, 0.7).predict(x, 5));
                assertArrayEquals(new float[] {12, 13, 14, 15}, plain, 1e-5f);
            }
            return guided;
        });
    }

    @ParameterizedTest
    @EnumSource(SamplerKind.class)
    void listenerCanEndTheRun(SamplerKind kind) {
        var calls = new ArrayList<Double>();
        var config = config(Prediction.EPSILON, Spacing.LINSPACE, 0, false);
        assertThrows(
                CancellationException.class,
                () -> tensors.step(false, () -> {
                    NDArray noise = tensors.of(gaussians(3), 1, 4, 4, 4);
                    Denoiser counting = (x, t) -> {
                        calls.add(t);
                        return tensors.mul(x, 0.5);
                    };
                    return Samplers.of(kind, tensors, config)
                            .sample(counting, canvas(noise, 20), (step, steps, latents, clean) -> {
                                if (step == 3) {
                                    throw new CancellationException();
                                }
                            });
                }));
        assertEquals(3, calls.size());
    }

    @Test
    void tooManyStepsAreRefused() {
        var config = config(Prediction.EPSILON, Spacing.LINSPACE, 0, false);
        assertThrows(IllegalArgumentException.class, () -> new Ddim(tensors, config).timesteps(1001));
        assertThrows(IllegalArgumentException.class, () -> new Ddim(tensors, config).timesteps(0));
        var solver = new DpmSolverPlusPlus2M(tensors, config);
        assertThrows(IllegalArgumentException.class, () -> solver.timesteps(1000));
        assertThrows(IllegalArgumentException.class, () -> new Lcm(tensors, config).timesteps(51));
        assertFalling(solver.timesteps(999));
        var offset = new DpmSolverPlusPlus2M(tensors, config(Prediction.EPSILON, Spacing.LEADING, 1, false));
        assertThrows(IllegalArgumentException.class, () -> offset.timesteps(999));
        assertFalling(offset.timesteps(998));
    }

    private static void assertFalling(double[] timesteps) {
        for (int i = 1; i < timesteps.length; i++) {
            assertTrue(timesteps[i] < timesteps[i - 1]);
        }
    }

    @Test
    void stepsThatTheOffsetPushesTogetherStayFinite() {
        var config = config(Prediction.EPSILON, Spacing.LEADING, 1, false);
        for (Sampler sampler :
                List.of(new Ddim(tensors, config), new Pndm(tensors, config), new Euler(tensors, config, true))) {
            tensors.step(false, () -> {
                NDArray noise = tensors.of(gaussians(3), 1, 4, 4, 4);
                NDArray end = sampler.sample((x, t) -> tensors.mul(x, 0.5), canvas(noise, 1000), StepListener.NONE);
                for (float value : tensors.toFloats(end)) {
                    assertTrue(Float.isFinite(value), sampler.getClass().getSimpleName());
                }
                return end.getShape();
            });
        }
    }

    @Test
    void spacingOfThePipelineCountsForItsOwnSamplerOnly() {
        var trained =
                new ScheduleConfig("DDIMScheduler", SCHEDULE, Prediction.EPSILON, Spacing.LEADING, 1, false, false);
        assertEquals(951, Samplers.of(SamplerKind.DDIM, tensors, trained).timesteps(20)[0]);
        assertEquals(999, Samplers.of(SamplerKind.DPMPP_2M, tensors, trained).timesteps(20)[0]);
    }

    @ParameterizedTest
    @EnumSource(SamplerKind.class)
    void aMaskKeepsTheImageOutsideIt(SamplerKind kind) {
        var config = new ScheduleConfig("", SCHEDULE, Prediction.EPSILON, Spacing.TRAILING, 0, true, false);
        for (double strength : new double[] {0.3, 1}) {
            tensors.step(false, () -> {
                float[] image = gaussians(1);
                float[] mask = new float[16];
                Arrays.fill(mask, 0, 4, 1);
                var canvas = new Canvas(
                        tensors.of(gaussians(2), 1, 4, 4, 4),
                        10,
                        strength,
                        tensors.of(image, 1, 4, 4, 4),
                        tensors.of(mask, 1, 1, 4, 4),
                        SamplerTest.this::fresh);
                Denoiser nothing = (x, t) -> tensors.mul(x, 0);
                float[] end =
                        tensors.toFloats(Samplers.of(kind, tensors, config).sample(nothing, canvas, StepListener.NONE));
                for (int i = 0; i < end.length; i++) {
                    if (mask[i % 16] == 0) {
                        assertEquals(image[i], end[i], 1e-5, kind + ", place " + i);
                    } else {
                        assertTrue(Math.abs(image[i] - end[i]) > 1e-3, kind + ", place " + i);
                    }
                }
                return end;
            });
        }
    }

    @Test
    void strengthAndMaskNeedAnImage() {
        NDArray noise = tensors.of(gaussians(2), 1, 4, 4, 4);
        assertThrows(IllegalArgumentException.class, () -> new Canvas(noise, 10, 0.5, null, null, FreshNoise.NONE));
        assertThrows(IllegalArgumentException.class, () -> new Canvas(noise, 10, 0, noise, null, FreshNoise.NONE));
        assertThrows(IllegalArgumentException.class, () -> new Canvas(noise, 10, 1, null, noise, FreshNoise.NONE));
        noise.close();
    }

    // ---- fixtures

    private Canvas canvas(NDArray noise, int steps) {
        return Canvas.blank(noise, steps, this::fresh);
    }

    private NDArray fresh(int step, Shape shape) {
        float[] values = new float[(int) shape.size()];
        Counter.gaussians(9, Stream.FRESH, step, values);
        return tensors.of(values, shape.getShape());
    }

    private static ScheduleConfig config(Prediction prediction, Spacing spacing, int offset, boolean karras) {
        return new ScheduleConfig("DPMSolverMultistepScheduler", SCHEDULE, prediction, spacing, offset, false, karras);
    }

    private static float[] gaussians(long seed) {
        float[] values = new float[64];
        Counter.gaussians(seed, Stream.NOISE, 0, values);
        return values;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    private static void assertClose(float[] expected, float[] actual, double tolerance, String what) {
        double largest = 1;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected, actual, (float) (tolerance * largest), what);
    }
}
