package art.pinhua.finetuning;

import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig.ObjectiveKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One execution of the trainer, as its row tells it now.
///
/// @param baseVersionId   the model version whose images were judged; training starts from it
/// @param cancelRequested somebody has asked it to end, and it has not yet
/// @param step            optimiser steps done
/// @param beta            β of Diffusion-DPO; null to derive it from the reference's error
/// @param heldoutAccuracy share of held-out pairs that the adapter orders as people did
/// @param stopped         the rule that ended it before its last step
/// @param error           why it failed
/// @param modelVersionId  what came out
public record Run(
        UUID id,
        UUID snapshotId,
        String snapshotName,
        UUID baseVersionId,
        String name,
        ObjectiveKind objective,
        int steps,
        int rank,
        double learningRate,
        @Nullable Double beta,
        int batchGroups,
        long seed,
        RunState state,
        boolean cancelRequested,
        int step,
        @Nullable Double secondsLeft,
        @Nullable Double heldoutAccuracy,
        @Nullable Integer heldoutPairs,
        @Nullable EarlyStop stopped,
        @Nullable String error,
        @Nullable String adapterSha256,
        @Nullable UUID modelVersionId,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
