package art.pinhua.training.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Two ways of doing the same, measured in turns: round i of one right beside round i of the other, so that whatever
/// else the machine does meets both. Each round gives one ratio; the median of these is the result.
/// @param ours   one value a round, positive, in the unit of `theirs`
/// @param theirs as many
public record Rounds(List<Double> ours, List<Double> theirs) {
    public Rounds {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
        if (ours.isEmpty() || ours.size() != theirs.size()) {
            throw new IllegalArgumentException(
                    "as many rounds of one as of the other are needed, were " + ours.size() + " and " + theirs.size());
        }
        requirePositive(ours);
        requirePositive(theirs);
    }

    private static void requirePositive(List<Double> values) {
        for (double value : values) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("a round must measure something positive, was " + value);
            }
        }
    }

    /// One thing to be measured.
    @FunctionalInterface
    public interface Measurement {
        /// @param round counted from 0
        double measure(int round) throws Exception;
    }

    /// Measures in turns. Who goes first changes from round to round, so that neither always follows the other. Each
    /// round is told on standard error, with the time that the others will take.
    public static Rounds alternate(int rounds, Measurement ours, Measurement theirs) throws Exception {
        var our = new ArrayList<Double>();
        var their = new ArrayList<Double>();
        long start = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                our.add(ours.measure(round));
                their.add(theirs.measure(round));
            } else {
                their.add(theirs.measure(round));
                our.add(ours.measure(round));
            }
            long left = (System.nanoTime() - start) / (round + 1) * (rounds - round - 1);
            System.err.printf(
                    Locale.ROOT,
                    "round %d of %d: %.4g against %.4g, %d s left%n",
                    round + 1,
                    rounds,
                    our.getLast(),
                    their.getLast(),
                    TimeUnit.NANOSECONDS.toSeconds(left));
        }
        return new Rounds(our, their);
    }

    /// Ours over theirs, each round by itself, from small to large.
    public List<Double> ratios() {
        return IntStream.range(0, ours.size())
                .mapToObj(round -> ours.get(round) / theirs.get(round))
                .sorted()
                .toList();
    }

    public double ratio() {
        return median(ratios());
    }

    /// The middle value; of an even number of values the mean of the two in the middle.
    public static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing has no median");
        }
        var sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /// A row of Markdown: name, median of ours, median of theirs, ratio with the smallest and the largest.
    /// @param pattern of one value, such as `%.2f`
    public String row(String name, String pattern) {
        var ratios = ratios();
        return String.format(
                Locale.ROOT,
                "| %s | " + pattern + " | " + pattern + " | **%.2f** (%.2f–%.2f) |%n",
                name,
                median(ours),
                median(theirs),
                ratio(),
                ratios.getFirst(),
                ratios.getLast());
    }
}
