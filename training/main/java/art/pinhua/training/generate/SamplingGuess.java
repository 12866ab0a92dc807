package art.pinhua.training.generate;

import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.SamplingSettings;
import art.pinhua.training.noise.Prediction;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.noise.Spacing;

/// How a model is probably meant to be drawn with, by what its files say. No file says it outright:
/// people correct it.
final class SamplingGuess {
    /// Pixels. Models of smaller pictures are trained from nothing as the shipped ones are, and drawn
    /// with like them.
    private static final int FULL_SIZE = 256;

    /// What diffusers takes where a request says nothing (huggingface/diffusers, `__call__` of
    /// `pipelines/stable_diffusion/pipeline_stable_diffusion.py` and
    /// `pipelines/stable_diffusion_xl/pipeline_stable_diffusion_xl.py`).
    private static final double GUIDANCE = 7.5;

    private static final double XL_GUIDANCE = 5;

    /// Lin et al., arXiv 2305.08891, section 3.4.
    private static final double RESCALE = 0.7;

    private SamplingGuess() {}

    static SamplingSettings of(Networks networks) {
        return of(networks.schedule(), networks.nativeSize(), networks.xl());
    }

    static SamplingSettings of(ScheduleConfig schedule, PartSizes sizes) {
        return of(schedule, sizes.nativeSize(), sizes.texts().size() > 1);
    }

    /// @param nativeSize pixels a side
    /// @param xl         whether the model is of the XL family
    static SamplingSettings of(ScheduleConfig schedule, int nativeSize, boolean xl) {
        if (nativeSize < FULL_SIZE) {
            return SamplingSettings.PLAIN;
        }
        if (schedule.className().equals("LCMScheduler")) {
            return settings(6, 1.5, 0, SamplerKind.LCM);
        }
        if (schedule.spacing() == Spacing.TRAILING && schedule.prediction() == Prediction.EPSILON) {
            switch (schedule.className()) { // distilled to few steps, as Turbo and Lightning are, without guidance
                case "EulerAncestralDiscreteScheduler" -> {
                    return settings(4, 1, 0, SamplerKind.EULER_ANCESTRAL);
                }
                case "EulerDiscreteScheduler" -> {
                    return settings(4, 1, 0, SamplerKind.EULER);
                }
                default -> {}
            }
        }
        boolean endsInNoise = schedule.schedule().endsInNoise();
        return settings(
                SamplingSettings.PLAIN.steps(),
                xl ? XL_GUIDANCE : GUIDANCE,
                endsInNoise ? RESCALE : 0,
                schedule.karrasSigmas() && !endsInNoise ? SamplerKind.DPMPP_2M_KARRAS : SamplerKind.DPMPP_2M);
    }

    private static SamplingSettings settings(int steps, double guidance, double rescale, SamplerKind sampler) {
        return new SamplingSettings(steps, guidance, rescale, sampler, 0, "");
    }
}
