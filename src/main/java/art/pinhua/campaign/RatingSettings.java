package art.pinhua.campaign;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Rules of handing out tasks.
@ConfigMapping(prefix = "pinhua.rating")
interface RatingSettings {
    /// How long an assignment may wait for its answer before the task goes to others. Counted by the database's clock.
    @WithDefault("30m")
    Duration lease();

    /// How long an assignment is its rater's alone where too few tasks are free; then the task goes to others as well.
    @WithDefault("5m")
    Duration patience();

    /// Unanswered assignments a rater may hold in one campaign.
    @WithDefault("10")
    int outstanding();

    /// Assignments that come back with an answer.
    @WithDefault("5")
    int ahead();

    /// How long after an assignment was shown its images can be fetched, for undo and review.
    @WithDefault("24h")
    Duration images();
}
