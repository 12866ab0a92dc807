package art.pinhua.comparison;

import art.pinhua.statistics.Interval;
import art.pinhua.statistics.MeanBetting;
import java.util.ArrayList;
import java.util.List;

/// What the closed raters say so far. Two bettors play, one for each version; the capital of each is
/// evidence that holds whenever one looks. Either may win, so each has half of alpha to be wrong: of two
/// equal versions one is called better with probability alpha at most.
///
/// @param mean      average of the raters' means
/// @param lnFor     evidence for the challenger, ln of an e-value
/// @param lnAgainst evidence for the champion
/// @param decidedAt number of raters after which the verdict fell, 0 while there is none
record Standing(
        int raters,
        double mean,
        double lnFor,
        double lnAgainst,
        Verdict verdict,
        int decidedAt,
        double lnDeciding,
        List<Point> trace) {

    private static final double EQUAL = .5;

    /// Evidence after n raters.
    public record Point(int n, double logE, double logEReverse) {}

    /// What ln of either bettor's capital must reach, ln 2/α.
    static double threshold(double alpha) {
        return -Math.log(alpha / 2);
    }

    /// Holds the true mean at all times together with probability 1 − alpha. Takes a thousand bets on every rater.
    static Interval interval(List<RaterMean> means, double alpha) {
        var challenger = new MeanBetting(EQUAL);
        means.forEach(rater -> challenger.add(rater.mean()));
        return challenger.interval(alpha);
    }

    static Standing of(List<RaterMean> means, double alpha) {
        var challenger = new MeanBetting(EQUAL);
        var champion = new MeanBetting(EQUAL);
        var trace = new ArrayList<Point>();
        for (RaterMean rater : means) {
            challenger.add(rater.mean());
            champion.add(1 - rater.mean());
            trace.add(new Point(trace.size() + 1, challenger.lnCapital(), champion.lnCapital()));
        }
        int won = challenger.decidedAt(alpha / 2);
        int lost = champion.decidedAt(alpha / 2);
        boolean challengerFirst = won > 0 && (lost == 0 || won <= lost);
        int decided = challengerFirst ? won : lost;
        var verdict =
                decided == 0 ? Verdict.PENDING : challengerFirst ? Verdict.CHALLENGER_WINS : Verdict.CHAMPION_WINS;
        double deciding = decided == 0
                ? 0
                : challengerFirst
                        ? trace.get(decided - 1).logE()
                        : trace.get(decided - 1).logEReverse();
        return new Standing(
                means.size(),
                challenger.average(),
                challenger.lnCapital(),
                champion.lnCapital(),
                verdict,
                decided,
                deciding,
                trace);
    }
}
