package art.pinhua.comparison;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A comparison as pages show it. Which version won which vote is never told while it is open.
///
/// @param state      of its campaign
/// @param raters     raters whose visit is over; only they count
/// @param openRaters raters who are still voting
/// @param votes      votes of closed raters
/// @param mean       average share of votes for the challenger, absent before the first rater
/// @param interval   lower and upper end for the true mean, valid at any time
/// @param logE       evidence for the challenger; it wins when this reaches `threshold`
/// @param logEReverse evidence for the champion
/// @param decidedAfter raters after whom the verdict fell
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
        double logE,
        double logEReverse,
        double threshold,
        double alpha,
        int votesPerRater,
        Verdict verdict,
        @Nullable Integer decidedAfter,
        List<Standing.Point> trace,
        String createdBy,
        Instant createdAt) {}
