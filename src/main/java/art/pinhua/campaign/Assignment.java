package art.pinhua.campaign;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A task as one rater sees it. Nothing in it tells which model made an image, and nothing is the same for two raters.
/// @param token        shows that the answer comes from whom the task was shown to
/// @param leaseSeconds how long the lease lasts from now on, by whatever clock the rater's device has
public record Assignment(
        UUID assignmentId,
        String token,
        Campaign.TaskKind taskKind,
        String question,
        String prompt,
        List<Slot> slots,
        Instant expiresAt,
        long leaseSeconds,
        Progress progress) {

    /// @param imageUrl of this slot of this assignment alone
    public record Slot(int slot, String imageUrl) {}

    /// @param done answers of this rater in the campaign
    /// @param of   tasks of the campaign
    public record Progress(int done, int of) {}
}
