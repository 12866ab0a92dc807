package art.pinhua.comparison;

import art.pinhua.curation.Curations;
import art.pinhua.curation.Curations.PairAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Closes raters: a rater's mean is taken once, when the fixed quota of answers is full or the visit is over, for a
/// reason that has nothing to do with what was answered.
///
/// @param quota   answers that fill a rater's share, gold tasks among them; later ones do not count
/// @param visit   a rater silent for this long has left
/// @param ended   when voting ended for everybody
record RaterMeans(int quota, Duration visit, Optional<Instant> ended) implements Curations.Closing {

    /// @param scores each 1 the challenger won, 0 it lost, ½ neither
    record Rater(UUID id, Instant closing, List<Double> scores) {}

    /// When the quota is full or the visit over that begins with the first answer about the two versions.
    /// An answer stands where it was first given: taking it back neither fills the quota again nor makes the
    /// visit longer.
    @Override
    public Instant of(List<PairAnswer> given) {
        List<PairAnswer> visited =
                given.stream().dropWhile(answer -> answer.leftScore() == null).toList();
        if (visited.isEmpty()) {
            return left(given.getLast().castAt());
        }
        var filled = new HashSet<UUID>();
        Instant last = visited.getFirst().castAt();
        for (PairAnswer answer : visited) {
            if (!answer.castAt().isBefore(last.plus(visit))) {
                break;
            }
            if (filled.add(answer.taskId())) {
                last = answer.castAt();
            }
            if (filled.size() == quota) {
                return last;
            }
        }
        return left(last);
    }

    private Instant left(Instant last) {
        Instant left = last.plus(visit);
        Instant closing = ended.filter(end -> end.isBefore(left)).orElse(left);
        return closing.isBefore(last) ? last : closing; // a vote was under way when voting ended
    }

    /// The raters closed by now who said something, in the order of closing.
    List<RaterMean> closed(List<Rater> raters, Instant now) {
        return raters.stream()
                .filter(rater -> !open(rater, now) && !rater.scores().isEmpty())
                .map(RaterMeans::mean)
                .sorted(Comparator.comparing(RaterMean::closedAt).thenComparing(RaterMean::raterId))
                .toList();
    }

    /// How many raters are not closed yet.
    int open(List<Rater> raters, Instant now) {
        return (int) raters.stream().filter(rater -> open(rater, now)).count();
    }

    private boolean open(Rater rater, Instant now) {
        return ended.isEmpty() && rater.closing().isAfter(now);
    }

    private static RaterMean mean(Rater rater) {
        double sum = rater.scores().stream().mapToDouble(Double::doubleValue).sum();
        int votes = rater.scores().size();
        return new RaterMean(rater.id(), votes, sum / votes, rater.closing());
    }
}
