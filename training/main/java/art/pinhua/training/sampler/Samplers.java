package art.pinhua.training.sampler;

import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.noise.Spacing;
import art.pinhua.training.tensor.Tensors;
import java.util.Set;

/// Chooses a sampler for a model.
public final class Samplers {
    private Samplers() {}

    /// The sampler with the spacing that suits it. The pipeline's own spacing counts for the sampler it was
    /// written for; trailing spacing, which models with no signal at the last timestep need, counts for all.
    public static Sampler of(SamplerKind kind, Tensors tensors, ScheduleConfig config) {
        return switch (kind) {
            case DDIM -> new Ddim(tensors, leading(config));
            case PNDM -> new Pndm(tensors, leading(config));
            case DPMPP_2M ->
                new DpmSolverPlusPlus2M(
                        tensors, even(config, "DPMSolverMultistepScheduler").withKarras(false));
            case DPMPP_2M_KARRAS ->
                new DpmSolverPlusPlus2M(
                        tensors, even(config, "DPMSolverMultistepScheduler").withKarras(true));
            case EULER -> {
                ScheduleConfig own = even(config, "EulerDiscreteScheduler");
                boolean karras = config.className().equals("EulerDiscreteScheduler") && config.karrasSigmas();
                yield new Euler(tensors, own.withKarras(karras), false);
            }
            case EULER_ANCESTRAL ->
                new Euler(
                        tensors, even(config, "EulerAncestralDiscreteScheduler").withKarras(false), true);
            case LCM -> new Lcm(tensors, config);
        };
    }

    private static ScheduleConfig leading(ScheduleConfig config) {
        boolean written = Set.of("DDIMScheduler", "PNDMScheduler").contains(config.className());
        return written || config.spacing() == Spacing.TRAILING ? config : config.withSpacing(Spacing.LEADING, 1);
    }

    private static ScheduleConfig even(ScheduleConfig config, String className) {
        boolean written = config.className().equals(className);
        return written || config.spacing() == Spacing.TRAILING ? config : config.withSpacing(Spacing.LINSPACE, 0);
    }
}
