package art.pinhua.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Krippendorff's alpha: 1 for perfect agreement, 0 for what chance gives.
/// α = 1 − D_o / D_e over units with two or more answers (Krippendorff, Content Analysis, ch. 12).
public final class Agreement {

    /// How far two answers are apart.
    public enum Scale {
        /// Equal or not.
        NOMINAL,
        /// By how many answers lie between them.
        ORDINAL,
        /// By the square of the difference of their values.
        INTERVAL
    }

    /// No answer of a rater on a unit.
    public static final int MISSING = -1;

    /// The answers on one unit: category `categories[i]` from rater `raters[i]`. Most raters see few units, so a row
    /// with a place for everybody would be nearly empty.
    @SuppressWarnings("ArrayRecordComponent")
    private record Unit(int[] raters, int[] categories) {
        static Unit of(Map<Integer, Integer> answers) {
            return new Unit(
                    answers.keySet().stream().mapToInt(Integer::intValue).toArray(),
                    answers.values().stream().mapToInt(Integer::intValue).toArray());
        }

        static Unit ofRow(int[] row) {
            int[] raters = IntStream.range(0, row.length)
                    .filter(r -> row[r] != MISSING)
                    .toArray();
            return new Unit(raters, Arrays.stream(raters).map(r -> row[r]).toArray());
        }
    }

    private final int raters;
    private final List<Unit> answers;
    private final double[] values;
    private final Scale scale;

    /// @param answers one row a unit, one column a rater: number of the category, or [#MISSING]
    /// @param values  value of each category, rising; only the interval scale looks at the size of steps
    public Agreement(int[][] answers, double[] values, Scale scale) {
        this(
                Arrays.stream(answers).mapToInt(row -> row.length).max().orElse(0),
                Arrays.stream(answers).map(Unit::ofRow).toList(),
                values,
                scale);
    }

    private Agreement(int raters, List<Unit> answers, double[] values, Scale scale) {
        this.raters = raters;
        this.answers = answers;
        this.values = values.clone();
        this.scale = scale;
    }

    /// The same where most raters say nothing about most units.
    ///
    /// @param raters  how many there are, numbered from 0
    /// @param answers for each unit, the number of the category by rater
    public static Agreement ofSparse(
            int raters, Collection<? extends Map<Integer, Integer>> answers, double[] values, Scale scale) {
        return new Agreement(raters, answers.stream().map(Unit::of).toList(), values, scale);
    }

    /// Alpha; NaN where fewer than two answers can be paired or all answers are one value.
    public double alpha() {
        int[] once = new int[raters];
        Arrays.fill(once, 1);
        int[] units = new int[answers.size()];
        Arrays.setAll(units, i -> i);
        return alpha(units, once);
    }

    /// Percentile interval from resampling units and raters with replacement; answers of a rater drawn twice are
    /// not paired with themselves.
    ///
    /// @param samples how many resamples, a few hundred
    /// @param level   for instance .95
    /// @return NaN at both ends where alpha itself is not defined
    public Interval interval(int samples, double level, RandomGenerator random) {
        double[] alphas = new double[samples];
        int defined = 0;
        for (int s = 0; s < samples && raters > 0 && !answers.isEmpty(); s++) {
            int[] units = new int[answers.size()];
            Arrays.setAll(units, i -> random.nextInt(answers.size()));
            int[] drawn = new int[raters];
            for (int r = 0; r < raters; r++) {
                drawn[random.nextInt(raters)]++;
            }
            double alpha = alpha(units, drawn);
            if (!Double.isNaN(alpha)) {
                alphas[defined++] = alpha;
            }
        }
        if (defined == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        double[] sorted = Arrays.copyOf(alphas, defined);
        Arrays.sort(sorted);
        double tail = (1 - level) / 2;
        return new Interval(
                sorted[(int) Math.floor(tail * (defined - 1))], sorted[(int) Math.ceil((1 - tail) * (defined - 1))]);
    }

    /// @param units     the units to count
    /// @param drawn     how often each rater counts
    private double alpha(int[] units, int[] drawn) {
        int categories = values.length;
        double[][] pairs = new double[categories][categories];
        for (int unit : units) {
            addUnit(pairs, answers.get(unit), drawn);
        }
        double[] totals = new double[categories];
        double n = 0;
        for (int a = 0; a < categories; a++) {
            for (int b = 0; b < categories; b++) {
                totals[a] += pairs[a][b];
            }
            n += totals[a];
        }
        double observed = 0;
        double expected = 0;
        for (int a = 0; a < categories; a++) {
            for (int b = 0; b < categories; b++) {
                double distance = distance(a, b, totals);
                observed += pairs[a][b] * distance / n;
                expected += totals[a] * totals[b] * distance / (n * (n - 1));
            }
        }
        return 1 - observed / expected;
    }

    private static void addUnit(double[][] pairs, Unit unit, int[] drawn) {
        int categories = pairs.length;
        double[] counts = new double[categories];
        double[] own = new double[categories];
        double answers = 0;
        for (int i = 0; i < unit.raters.length; i++) {
            int times = drawn[unit.raters[i]];
            counts[unit.categories[i]] += times;
            own[unit.categories[i]] += (double) times * times;
            answers += times;
        }
        double paired = answers * answers - Arrays.stream(own).sum();
        if (paired <= 0) {
            return;
        }
        for (int a = 0; a < categories; a++) {
            for (int b = 0; b < categories; b++) {
                pairs[a][b] += (counts[a] * counts[b] - (a == b ? own[a] : 0)) * answers / paired;
            }
        }
    }

    private double distance(int a, int b, double[] totals) {
        return switch (scale) {
            case NOMINAL -> a == b ? 0 : 1;
            case INTERVAL -> (values[a] - values[b]) * (values[a] - values[b]);
            case ORDINAL -> {
                double between = -(totals[a] + totals[b]) / 2;
                for (int g = Math.min(a, b); g <= Math.max(a, b); g++) {
                    between += totals[g];
                }
                yield between * between;
            }
        };
    }
}
