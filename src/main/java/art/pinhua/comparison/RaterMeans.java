package art.pinhua.comparison;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;

/// Closes raters: a rater's mean is taken once, when the fixed quota of answers is full or the visit is over, for a
/// reason that has nothing to do with what was answered.
///
/// @param quota   answers that fill a rater's share, gold tasks among them; later ones do not count
/// @param visit   a rater silent for this long has left
/// @param ended   when voting ended for everybody
record RaterMeans(int quota, Duration visit, Optional<Instant> ended) {

    /// @param challenger 1 the challenger won, 0 it lost, ½ neither; empty if the answer is not about the two versions
    record Answer(UUID raterId, OptionalDouble challenger, Instant castAt) {}

    /// The raters closed by now who said something, in the order of closing.
    List<RaterMean> closed(List<Answer> answers, Instant now) {
        var byRater = new TreeMap<UUID, List<Answer>>();
        answers.stream()
                .filter(a -> !a.castAt().isAfter(now))
                .sorted(Comparator.comparing(Answer::castAt))
                .forEach(a -> byRater.computeIfAbsent(a.raterId(), r -> new ArrayList<>())
                        .add(a));
        var means = new ArrayList<RaterMean>();
        byRater.forEach((rater, given) -> {
            List<Answer> counted = visit(given);
            double[] scores = counted.stream()
                    .flatMapToDouble(a -> a.challenger().stream())
                    .toArray();
            if (scores.length > 0) {
                double mean = Arrays.stream(scores).sum() / scores.length;
                closing(counted, now).ifPresent(at -> means.add(new RaterMean(rater, scores.length, mean, at)));
            }
        });
        means.sort(Comparator.comparing(RaterMean::closedAt).thenComparing(RaterMean::raterId));
        return means;
    }

    /// The answers of a rater's first visit, up to the quota.
    private List<Answer> visit(List<Answer> given) {
        int count = 1;
        while (count < Math.min(quota, given.size())
                && Duration.between(
                                        given.get(count - 1).castAt(),
                                        given.get(count).castAt())
                                .compareTo(visit)
                        < 0) {
            count++;
        }
        return given.subList(0, count);
    }

    private Optional<Instant> closing(List<Answer> counted, Instant now) {
        Instant last = counted.getLast().castAt();
        if (counted.size() >= quota) {
            return Optional.of(last);
        }
        Instant left = last.plus(visit);
        Instant end = ended.filter(e -> e.isBefore(left)).orElse(left);
        return end.isAfter(now) ? Optional.empty() : Optional.of(end);
    }
}
