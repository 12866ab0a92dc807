package art.pinhua.registry;

import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.SamplingSettings;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/// What a base model is drawn with where a request says nothing else.
/// @param guidanceRescale how much of the contrast that guidance adds is taken back
/// @param clipSkip        layers at the end of the text encoder that are left out
public record UsualSampling(
        @NotNull @Min(1) @Max(100) Integer steps,
        @NotNull @DecimalMin("0") @DecimalMax("30") Double guidance,
        @NotNull @DecimalMin("0") @DecimalMax("1") Double guidanceRescale,
        @NotNull SamplerKind sampler,
        @NotNull @Min(0) @Max(11) Integer clipSkip,
        @NotNull @Size(max = 2000) String negativePrompt) {
    /// Of models of which nobody knows better.
    public static final UsualSampling PLAIN = of(SamplingSettings.PLAIN);

    public static UsualSampling of(SamplingSettings settings) {
        return new UsualSampling(
                settings.steps(),
                settings.guidance(),
                settings.guidanceRescale(),
                settings.sampler(),
                settings.clipSkip(),
                settings.negativePrompt());
    }

    public SamplingSettings settings() {
        return new SamplingSettings(steps, guidance, guidanceRescale, sampler, clipSkip, negativePrompt);
    }
}
