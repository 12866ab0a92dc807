package art.pinhua.comparison;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A comparison as pages show it. Who reads it may vote in it, and a figure that moves with one's own vote tells which
/// side the challenger was on. So before it is closed there is progress and the verdict; how the versions stand comes
/// after.
///
/// @param state      of its campaign
/// @param raters     raters whose visit is over; only they count
/// @param openRaters raters who are still voting
/// @param votes      votes of closed raters
/// @param mean       average share of votes for the challenger; absent before the close and without raters, as is
///                   the interval
/// @param interval   lower and upper end for the true mean, valid at any time
/// @param logE       evidence for the challenger; it wins when this reaches `threshold`; absent before the close
/// @param logEReverse evidence for the champion, absent before the close
/// @param decidedAfter raters after whom the verdict fell
/// @param trace      evidence after each rater, empty before the close
public record ComparisonView(
        UUID id,
        String name,
        UUID campaignId,
        String state,
        UUID championVersionId,
        String championName,
        UUID challengerVersionId,
        String challengerName,
        int raters,
        int openRaters,
        int votes,
        @Nullable Double mean,
        @Nullable List<Double> interval,
        @Nullable Double logE,
        @Nullable Double logEReverse,
        double threshold,
        double alpha,
        int votesPerRater,
        Verdict verdict,
        @Nullable Integer decidedAfter,
        List<Standing.Point> trace,
        String createdBy,
        Instant createdAt) {}
