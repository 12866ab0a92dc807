package art.pinhua.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A sequential test of a mean by betting: each rater's mean Y in 0..1 comes once, the capital
/// K = Π (1 + λ (Y − m)) can only be expected to fall while the true mean is at most m, so K ≥ 1/α
/// at any time is evidence at level α, however often one looks. Raters, not votes, are what is independent.
///
/// The stakes λ are the approximate Kelly ones of gostevehoward/confseq `betting_strategies.py` (aKelly), from the
/// raters before: λ = clip((μ − m) / (V + (μ − m)²), 0, c/m).
public final class MeanBetting {

    private static final double MOST = .5;

    private final double mean;
    private final List<Double> seen = new ArrayList<>();
    private final List<Double> trace = new ArrayList<>();
    private final Bet bet;

    /// @param mean the mean to beat, ½ or ½ minus a margin of non-inferiority, in (0, 1)
    public MeanBetting(double mean) {
        if (!(mean > 0 && mean < 1)) {
            throw new IllegalArgumentException("mean must be in (0, 1), was " + mean);
        }
        this.mean = mean;
        bet = new Bet(mean);
    }

    /// Takes in the next rater's mean.
    public void add(double y) {
        if (!(y >= 0 && y <= 1)) {
            throw new IllegalArgumentException("a rater's mean must be in 0..1, was " + y);
        }
        seen.add(y);
        bet.add(y);
        trace.add(bet.lnCapital);
    }

    /// ln K after each rater.
    public List<Double> trace() {
        return Collections.unmodifiableList(trace);
    }

    /// ln K now; 0 before the first rater.
    public double lnCapital() {
        return bet.lnCapital;
    }

    /// After how many raters ln K first reached ln 1/α, or 0 if it never did.
    public int decidedAt(double alpha) {
        for (int i = 0; i < trace.size(); i++) {
            if (trace.get(i) >= -Math.log(alpha)) {
                return i + 1;
            }
        }
        return 0;
    }

    /// Mean of the raters so far; the mean to beat before the first.
    public double average() {
        return seen.stream().mapToDouble(Double::doubleValue).average().orElse(mean);
    }

    /// An interval for the true mean that holds at all times together with probability 1 − α:
    /// all m that the average of a bet upwards and a bet downwards does not refute.
    ///
    /// @return lower and upper end, within 0.0005
    public Interval interval(double alpha) {
        double low = 1;
        double high = 0;
        for (int i = 1; i < 1000; i++) {
            double m = i / 1000.0;
            if (!refuted(m, alpha)) {
                low = Math.min(low, m - .0005);
                high = Math.max(high, m + .0005);
            }
        }
        return low > high ? new Interval(average(), average()) : new Interval(Math.max(0, low), Math.min(1, high));
    }

    private boolean refuted(double m, double alpha) {
        var up = new Bet(m);
        var down = new Bet(1 - m);
        for (double y : seen) {
            up.add(y);
            down.add(1 - y);
            if (.5 * (Math.exp(up.lnCapital) + Math.exp(down.lnCapital)) >= 1 / alpha) {
                return true;
            }
        }
        return false;
    }

    /// The capital of one bettor on a mean above m.
    private static final class Bet {
        private final double m;
        private double lnCapital;
        private double sum;
        private double squares;
        private int count;

        Bet(double m) {
            this.m = m;
        }

        void add(double y) {
            double t = count + 1;
            double gap = (.5 + sum) / t - m;
            double spread = (.25 + squares) / t;
            double stake = Math.clamp(gap / (spread + gap * gap), 0, MOST / m);
            lnCapital += Math.log1p(stake * (y - m));
            count++;
            sum += y;
            double centre = (.5 + sum) / (count + 1);
            squares += (y - centre) * (y - centre);
        }
    }
}
