package art.pinhua.training.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.parity.Fixtures;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseScheduleTest {
    private final NoiseSchedule schedule = NoiseSchedule.scaledLinear(0.00085, 0.012, 1000);

    @Test
    void stableDiffusionScheduleHasThePublishedValues() {
        assertEquals(0.9991500, schedule.alphaBar(0), 5e-8);
        assertEquals(0.9982960, schedule.alphaBar(1), 5e-8);
        assertEquals(0.2776694, schedule.alphaBar(499), 5e-7);
        assertEquals(0.0081550, schedule.alphaBar(951), 5e-8);
        assertEquals(0.0046601, schedule.alphaBar(999), 5e-8);
        assertEquals(0.029168, schedule.sigma(0), 2e-6);
        assertEquals(14.614647, schedule.sigma(999), 1e-5);
        assertTrue(schedule.snr(146) >= 5 && schedule.snr(147) < 5);
        assertTrue(schedule.snr(353) >= 1 && schedule.snr(354) < 1);
    }

    @Test
    void everyTimestepIsTheReferences() {
        assertReferences("alphas_cumprod", schedule);
        assertReferences("alphas_cumprod_zero_snr", schedule.withZeroTerminalSnr());
    }

    private static void assertReferences(String name, NoiseSchedule actual) {
        float[] expected = Fixtures.floats("expected/schedulers.safetensors", name);
        assertEquals(expected.length, actual.timesteps());
        for (int t = 0; t < expected.length; t++) {
            assertEquals(expected[t], actual.alphaBar(t), 1e-6, name + " at " + t); // a product in fp32 there
        }
    }

    @Test
    void signalAndNoiseKeepTheVariance() {
        for (int t = 0; t < 1000; t += 37) {
            assertEquals(1, Math.pow(schedule.signal(t), 2) + Math.pow(schedule.noise(t), 2), 1e-12);
            assertEquals(schedule.sigma(t), schedule.noise(t) / schedule.signal(t), 1e-12 * schedule.sigma(t));
        }
    }

    @Test
    void zeroTerminalSnrLeavesNothingAtTheEnd() {
        NoiseSchedule zero = schedule.withZeroTerminalSnr();
        assertEquals(schedule.alphaBar(0), zero.alphaBar(0), 1e-15);
        assertEquals(0.9982334, zero.alphaBar(1), 5e-8);
        assertEquals(0.2423592, zero.alphaBar(499), 5e-8);
        assertEquals(0, zero.alphaBar(999));
        assertEquals(Double.POSITIVE_INFINITY, zero.sigma(999));
    }

    @Test
    void configIsReadWithTheLibraryDefaults() {
        ScheduleConfig config = ScheduleConfig.parse(
                "{\"_class_name\":\"DDIMScheduler\",\"beta_start\":0.00085,"
                        + "\"beta_end\":0.012,\"beta_schedule\":\"scaled_linear\",\"set_alpha_to_one\":false,\"steps_offset\":1}");
        assertEquals("DDIMScheduler", config.className());
        assertEquals(Prediction.EPSILON, config.prediction());
        assertEquals(Spacing.LEADING, config.spacing());
        assertEquals(1, config.stepsOffset());
        assertEquals(false, config.endsClean());
        assertEquals(schedule.alphaBar(999), config.schedule().alphaBar(999));
    }

    /// The signatures of diffusers 0.42.1.
    @ParameterizedTest
    @CsvSource({
        "DDIMScheduler,                   LEADING,  true,  linear, 0.0001,  0.02",
        "DDPMScheduler,                   LEADING,  true,  linear, 0.0001,  0.02",
        "PNDMScheduler,                   LEADING,  false, linear, 0.0001,  0.02",
        "EulerDiscreteScheduler,          LINSPACE, true,  linear, 0.0001,  0.02",
        "EulerAncestralDiscreteScheduler, LINSPACE, true,  linear, 0.0001,  0.02",
        "LMSDiscreteScheduler,            LINSPACE, true,  linear, 0.0001,  0.02",
        "DPMSolverMultistepScheduler,     LINSPACE, true,  linear, 0.0001,  0.02",
        "DEISMultistepScheduler,          LINSPACE, true,  linear, 0.0001,  0.02",
        "UniPCMultistepScheduler,         LINSPACE, true,  linear, 0.0001,  0.02",
        "SASolverScheduler,               LINSPACE, true,  linear, 0.0001,  0.02",
        "HeunDiscreteScheduler,           LINSPACE, true,  linear, 0.00085, 0.012",
        "KDPM2DiscreteScheduler,          LINSPACE, true,  linear, 0.00085, 0.012",
        "KDPM2AncestralDiscreteScheduler, LINSPACE, true,  linear, 0.00085, 0.012",
        "LCMScheduler,                    LEADING,  true,  scaled, 0.00085, 0.012",
        "TCDScheduler,                    LEADING,  true,  scaled, 0.00085, 0.012",
    })
    void whatIsAbsentIsTheDefaultOfItsClass(
            String className, Spacing spacing, boolean endsClean, String betas, double start, double end) {
        ScheduleConfig config = ScheduleConfig.parse("{\"_class_name\":\"" + className + "\"}");
        assertEquals(spacing, config.spacing());
        assertEquals(endsClean, config.endsClean());
        assertEquals(0, config.stepsOffset());
        NoiseSchedule expected = betas.equals("linear")
                ? NoiseSchedule.linear(start, end, 1000)
                : NoiseSchedule.scaledLinear(start, end, 1000);
        assertEquals(expected.alphaBar(500), config.schedule().alphaBar(500));
    }

    @Test
    void whatDiffusersCorrectsInStableDiffusionIsCorrected() {
        for (String written : new String[] {"", ",\"steps_offset\":0,\"clip_sample\":true"}) {
            ScheduleConfig config =
                    ScheduleConfig.parseOfStableDiffusion("{\"_class_name\":\"DDIMScheduler\"" + written + "}");
            assertEquals(1, config.stepsOffset());
        }
        var refusal = assertThrows(
                IllegalArgumentException.class, () -> ScheduleConfig.parseOfStableDiffusion("{\"thresholding\":true}"));
        assertTrue(Objects.toString(refusal.getMessage()).contains("thresholding"), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DEISMultistepScheduler       | \"algorithm_type\":\"deis\",\"solver_type\":\"logrho\",\"solver_order\":2",
                "UniPCMultistepScheduler      | \"solver_type\":\"bh2\",\"solver_order\":3,\"sigma_min\":null",
                "DPMSolverSinglestepScheduler | \"lower_order_final\":false,\"algorithm_type\":\"dpmsolver++\"",
                "DDPMScheduler                | \"variance_type\":\"fixed_small\"",
                "TCDScheduler                 | \"original_inference_steps\":30",
            })
    void settingsOfOtherSolversPlayNoPart(String className, String settings) {
        String name = className.strip();
        ScheduleConfig config = ScheduleConfig.parse("{\"_class_name\":\"%s\",%s}".formatted(name, settings));
        ScheduleConfig plain = ScheduleConfig.parse("{\"_class_name\":\"%s\"}".formatted(name));
        assertEquals(name, config.className());
        assertEquals(read(plain), read(config));
    }

    private static List<Object> read(ScheduleConfig config) {
        return List.of(
                config.schedule().alphaBar(999),
                config.prediction(),
                config.spacing(),
                config.stepsOffset(),
                config.endsClean(),
                config.karrasSigmas());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"beta_schedule\":\"squaredcos_cap_v2\"} | beta_schedule",
                "{\"prediction_type\":\"sample\"}          | prediction_type",
                "{\"timestep_spacing\":\"even\"}           | timestep_spacing",
                "{\"clip_sample\":true}                    | clip_sample",
                "{\"thresholding\":true}                   | thresholding",
                "{\"trained_betas\":[0.1]}                 | trained_betas",
                "{\"use_flow_sigmas\":true}                | use_flow_sigmas",
                "{\"sigma_max\":80.0}                      | sigma_max",
                "{\"_class_name\":\"FlowMatchEulerDiscreteScheduler\"} | _class_name",
                "{\"_class_name\":\"DPMSolverMultistepScheduler\",\"algorithm_type\":\"sde-dpmsolver++\"} | algorithm_type",
                "{\"_class_name\":\"DPMSolverMultistepScheduler\",\"solver_order\":3} | solver_order",
                "{\"_class_name\":\"PNDMScheduler\",\"skip_prk_steps\":false} | skip_prk_steps",
                "{\"_class_name\":\"EulerDiscreteScheduler\",\"timestep_type\":\"continuous\"} | timestep_type",
                "{\"_class_name\":\"LCMScheduler\",\"original_inference_steps\":25} | original_inference_steps",
                "{\"num_train_timesteps\":1e9}             | num_train_timesteps",
                "{\"num_train_timesteps\":1}               | timesteps must be at least 2",
                "{\"beta_end\":1.5}                        | beta must rise",
                "{\"beta_start\":\"0\"}                    | beta_start",
                "{\"rescale_betas_zero_snr\":true}         | rescale_betas_zero_snr",
                "[]                                        | not a JSON object",
                "{                                         | not a JSON object",
            })
    void configThatCannotBeFollowedIsRefusedByKey(String json, String key) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> ScheduleConfig.parse(json));
        assertTrue(Objects.toString(refusal.getMessage()).contains(key), refusal.getMessage());
    }
}
