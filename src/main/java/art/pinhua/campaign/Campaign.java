package art.pinhua.campaign;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A set of tasks with rules and an audience.
/// @param modelVersionId      whose images are rated; the champion of a comparison
/// @param challengerVersionId the other version of a comparison
/// @param overlap             votes wanted for each task
/// @param goldShare           share of the tasks whose answer is certain
/// @param error               why the last opening failed
public record Campaign(
        UUID id,
        String name,
        Kind kind,
        String question,
        UUID promptSetId,
        Audience audience,
        TaskKind taskKind,
        int imagesPerPrompt,
        int overlap,
        double goldShare,
        UUID modelVersionId,
        @Nullable UUID challengerVersionId,
        CampaignState state,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant openedAt,
        @Nullable Instant closedAt) {

    /// A comparison that may still take votes: nobody is to know which version drew what.
    public boolean blind() {
        return kind == Kind.COMPARISON && state != CampaignState.CLOSED;
    }

    public enum Kind {
        COLLECTION,
        COMPARISON
    }

    public enum Audience {
        EXPERTS,
        CROWD,
        BOTH
    }

    public enum TaskKind {
        PAIR,
        RANK_4;

        int images() {
            return this == PAIR ? 2 : TaskPlan.RANKED;
        }
    }
}
