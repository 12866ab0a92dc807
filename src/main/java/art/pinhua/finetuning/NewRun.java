package art.pinhua.finetuning;

import art.pinhua.training.contract.RunConfig.ObjectiveKind;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a person asks for; whatever is left out gets the default.
///
/// @param beta β of Diffusion-DPO; left out, it is derived from the reference's error
public record NewRun(
        @NotNull UUID snapshotId,
        @Nullable @Size(max = 200) String name,
        @Nullable @Min(1) @Max(100_000) Integer steps,
        @Nullable @Min(1) @Max(256) Integer rank,
        @Nullable @Positive @DecimalMax("0.1") Double learningRate,
        @Nullable ObjectiveKind objective,
        @Nullable @Positive @DecimalMax("1000000") Double beta,
        @Nullable @Min(1) @Max(512) Integer batchGroups,
        @Nullable Long seed) {

    private static final int STEPS = 200;
    private static final int RANK = 16;
    private static final double LEARNING_RATE = 1e-3;
    private static final int BATCH_GROUPS = 16;
    private static final long SEED = 1;

    String nameOr(String other) {
        return name == null || name.isBlank() ? other : name.strip();
    }

    int stepsOrDefault() {
        return steps == null ? STEPS : steps;
    }

    int rankOrDefault() {
        return rank == null ? RANK : rank;
    }

    double learningRateOrDefault() {
        return learningRate == null ? LEARNING_RATE : learningRate;
    }

    ObjectiveKind objectiveOrDefault() {
        return objective == null ? ObjectiveKind.PL_DPO : objective;
    }

    int batchGroupsOrDefault() {
        return batchGroups == null ? BATCH_GROUPS : batchGroups;
    }

    long seedOrDefault() {
        return seed == null ? SEED : seed;
    }
}
