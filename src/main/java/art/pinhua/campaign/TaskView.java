package art.pinhua.campaign;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A task with its images in the task's own order.
/// @param goldBest position of the image that is certainly best, or null for an ordinary task
/// @param votes    answers given in time
public record TaskView(
        UUID id,
        UUID promptId,
        Campaign.TaskKind kind,
        int ordinal,
        @Nullable Integer goldBest,
        int votes,
        List<TaskImage> images) {

    /// @param imageId     the image, or the one a degraded copy was made from
    /// @param degradation how the copy was made worse; null for an image as it came from the model
    public record TaskImage(
            UUID imageId, String sha256, @Nullable String degradation) {}
}
