package art.pinhua.training.starter.rater;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Votes like a person of a hidden taste, seeing the bytes of the pictures and nothing else. The same rater answers
/// the same question the same way.
public final class SimulatedRater {

    /// How raters differ in care and honesty.
    public enum Kind {
        EXPERT(.12, 2500, 7000),
        HONEST(.35, 1500, 6000),
        NOISY(1.1, 1000, 5000),
        /// Answers left whatever is shown.
        ALWAYS_LEFT(Double.NaN, 250, 700),
        /// Answers by chance.
        RANDOM(Double.POSITIVE_INFINITY, 300, 1400);

        private final double temperature;
        private final int leastMillis;
        private final int mostMillis;

        Kind(double temperature, int leastMillis, int mostMillis) {
            this.temperature = temperature;
            this.leastMillis = leastMillis;
            this.mostMillis = mostMillis;
        }
    }

    /// Answers to a pair; the names are those of the votes.
    public enum Answer {
        LEFT,
        RIGHT,
        TIE,
        BOTH_BAD
    }

    /// Answer to a group: places by slot, 1 for the best, equal places for ties.
    public record Ranks(List<Integer> places, boolean allBad) {}

    /// Taste against flaws: the warmest costume makes up for what is seen at a glance.
    private static final double TASTE_WEIGHT = 1.6;

    /// Flaws alone make a picture bad; another taste does not.
    private static final double BAD = -1.2;
    private static final double TIED = .05;

    private final Kind kind;
    private final Taste taste;
    private final long seed;

    public SimulatedRater(Kind kind, Taste taste, long seed) {
        this.kind = kind;
        this.taste = taste;
        this.seed = seed;
    }

    public Kind kind() {
        return kind;
    }

    /// @param left     an image file's bytes; `right` likewise
    /// @param question numbers the questions of this rater
    public Answer compare(byte[] left, byte[] right, long question) {
        return switch (kind) {
            case ALWAYS_LEFT -> Answer.LEFT;
            case RANDOM -> chance(question, 0) < .5 ? Answer.LEFT : Answer.RIGHT;
            default -> choose(impression(left), impression(right), question);
        };
    }

    private Answer choose(Impression left, Impression right, long question) {
        if (left.bad() && right.bad()) {
            return Answer.BOTH_BAD;
        }
        double difference = left.liking() - right.liking();
        if (Math.abs(difference) < TIED && chance(question, 1) < .7) {
            return Answer.TIE;
        }
        double leftWins = 1 / (1 + Math.exp(-difference / kind.temperature));
        return chance(question, 0) < leftWins ? Answer.LEFT : Answer.RIGHT;
    }

    /// Places of several pictures by a draw from the Plackett-Luce model (Gumbel noise on the liking).
    public Ranks rank(List<byte[]> pictures, long question) {
        int count = pictures.size();
        var scores = new ArrayList<Double>();
        boolean allBad = kind == Kind.EXPERT || kind == Kind.HONEST;
        for (int slot = 0; slot < count; slot++) {
            double gumbel = -Math.log(-Math.log(chance(question, slot)));
            switch (kind) {
                case ALWAYS_LEFT -> scores.add((double) -slot);
                case RANDOM -> scores.add(gumbel);
                default -> {
                    var impression = impression(pictures.get(slot));
                    allBad &= impression.bad();
                    scores.add(impression.liking() + kind.temperature * gumbel);
                }
            }
        }
        var order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer slot) -> -scores.get(slot)))
                .toList();
        var places = new ArrayList<>(Collections.nCopies(count, 0));
        for (int place = 0; place < count; place++) {
            places.set(order.get(place), place + 1);
        }
        return new Ranks(List.copyOf(places), allBad);
    }

    /// How long this rater looks, in milliseconds.
    public long dwellMillis(long question) {
        return Math.round(kind.leastMillis + (kind.mostMillis - kind.leastMillis) * chance(question, 1000));
    }

    /// @param taste what this rater secretly likes
    /// @param flaws what anyone sees, 0 or less
    private record Impression(double taste, double flaws) {
        double liking() {
            return taste + flaws;
        }

        boolean bad() {
            return flaws < BAD;
        }
    }

    private Impression impression(byte[] file) {
        var seen = Glance.atFile(file);
        return new Impression(TASTE_WEIGHT * taste.pleasure(seen), 2 * seen.soundness());
    }

    private double chance(long question, long draw) {
        return Counter.unit(seed, Stream.RATER, question, draw);
    }
}
