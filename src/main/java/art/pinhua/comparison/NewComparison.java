package art.pinhua.comparison;

import art.pinhua.campaign.Campaign.Audience;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A comparison somebody wants.
///
/// @param question          what raters are asked; which of two is better, in Chinese, without one
/// @param championVersionId without one, the version served now
/// @param overlap           votes wanted for each pair of images
/// @param alpha             chance of a false winner one accepts, whichever version it is; .05 without
/// @param votesPerRater     votes after which a rater's mean is taken; as many as there are pairs, at most 20, without
public record NewComparison(
        @NotBlank @Size(max = 200) String name,
        @Nullable @Size(max = 500) String question,
        @Nullable UUID championVersionId,
        @NotNull UUID challengerVersionId,
        @NotNull UUID promptSetId,
        @NotNull Audience audience,
        @Min(1) @Max(1000) int overlap,
        @Nullable @DecimalMin("0.0001") @DecimalMax("0.5") Double alpha,
        @Nullable @Min(1) @Max(1000) Integer votesPerRater) {}
