package art.pinhua.campaign;

import art.pinhua.campaign.Campaign.Audience;
import art.pinhua.campaign.Campaign.Kind;
import art.pinhua.campaign.Campaign.TaskKind;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A campaign somebody wants.
/// @param modelVersionId without one, the version served now
public record NewCampaign(
        @NotBlank @Size(max = 200) String name,
        @NotNull Kind kind,
        @NotBlank @Size(max = 500) String question,
        @NotNull UUID promptSetId,
        @NotNull Audience audience,
        @NotNull TaskKind taskKind,
        @Min(1) @Max(32) int imagesPerPrompt,
        @Min(1) @Max(1000) int overlap,
        @DecimalMin("0") @DecimalMax("0.5") double goldShare,
        @Nullable UUID modelVersionId,
        @Nullable UUID challengerVersionId) {}
