package art.pinhua.comparison;

import art.pinhua.statistics.Interval;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a comparison has found.
///
/// @param raters       raters whose visit is over; only they count
/// @param votes        votes of these
/// @param decidedAfter raters after whom the verdict fell
/// @param mean         average share of votes for the challenger; absent without raters and while voting goes on, as
///                     is the interval
/// @param trace        evidence after each rater
record Result(
        Verdict verdict,
        int raters,
        int votes,
        @Nullable Integer decidedAfter,
        @Nullable Double mean,
        @Nullable Interval interval,
        List<Standing.Point> trace) {

    /// The verdict of a comparison, and after how many raters it fell.
    record Found(Verdict verdict, int raters) {}

    /// While voting goes on: what tells nobody which side they voted for.
    static Result underWay(List<RaterMean> means, Optional<Found> found) {
        return new Result(
                found.map(Found::verdict).orElse(Verdict.PENDING),
                means.size(),
                votes(means),
                found.map(Found::raters).orElse(null),
                null,
                null,
                List.of());
    }

    static Result ended(List<RaterMean> means, Standing standing, Optional<Found> found, double alpha) {
        boolean measured = !means.isEmpty();
        return new Result(
                found.map(Found::verdict).orElse(Verdict.NO_DECISION),
                means.size(),
                votes(means),
                found.map(Found::raters).orElse(null),
                measured ? (Double) standing.mean() : null,
                measured ? Standing.interval(means, alpha) : null,
                standing.trace());
    }

    private static int votes(List<RaterMean> means) {
        return means.stream().mapToInt(RaterMean::votes).sum();
    }

    double logE() {
        return trace.isEmpty() ? 0 : trace.getLast().logE();
    }

    double logEReverse() {
        return trace.isEmpty() ? 0 : trace.getLast().logEReverse();
    }
}
