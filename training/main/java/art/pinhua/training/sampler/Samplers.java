package art.pinhua.training.sampler;

import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.noise.Spacing;
import art.pinhua.training.tensor.Tensors;

/// Chooses a sampler for a model.
public final class Samplers {
    private Samplers() {}

    /// The sampler with the spacing that suits it. The pipeline's own spacing counts for the sampler it was
    /// written for; trailing spacing, which models with no signal at the last timestep need, counts for all.
    public static Sampler of(SamplerKind kind, Tensors tensors, ScheduleConfig config) {
        boolean own = config.spacing() == Spacing.TRAILING;
        return switch (kind) {
            case DDIM -> {
                boolean written = config.className().equals("DDIMScheduler")
                        || config.className().equals("PNDMScheduler");
                yield new Ddim(tensors, own || written ? config : config.withSpacing(Spacing.LEADING, 1));
            }
            case DPMPP_2M -> {
                boolean written = config.className().equals("DPMSolverMultistepScheduler");
                yield new DpmSolverPlusPlus2M(
                        tensors, own || written ? config : config.withSpacing(Spacing.LINSPACE, 0));
            }
        };
    }
}
