package art.pinhua.comparison;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Closes raters: a rater's mean is taken once, when the fixed quota of votes is full or the visit is over, for a
/// reason that has nothing to do with what was voted.
///
/// @param quota   votes that fill a rater's share; later ones do not count
/// @param visit   a rater silent for this long has left
/// @param ended   when voting ended for everybody
record RaterMeans(int quota, Duration visit, Optional<Instant> ended) {

    /// @param challenger 1 the challenger won, 0 it lost, ½ neither
    record Score(UUID raterId, double challenger, Instant castAt) {}

    /// The raters closed by now, in the order of closing.
    List<RaterMean> closed(List<Score> scores, Instant now) {
        var byRater = new TreeMap<UUID, List<Score>>();
        scores.stream()
                .filter(s -> !s.castAt().isAfter(now))
                .sorted(Comparator.comparing(Score::castAt))
                .forEach(s -> byRater.computeIfAbsent(s.raterId(), r -> new ArrayList<>())
                        .add(s));
        var means = new ArrayList<RaterMean>();
        byRater.forEach((rater, cast) -> {
            List<Score> counted = visit(cast);
            closing(counted, now)
                    .ifPresent(at -> means.add(new RaterMean(
                            rater,
                            counted.size(),
                            counted.stream()
                                    .mapToDouble(Score::challenger)
                                    .average()
                                    .orElseThrow(),
                            at)));
        });
        means.sort(Comparator.comparing(RaterMean::closedAt).thenComparing(RaterMean::raterId));
        return means;
    }

    /// The votes of a rater's first visit, up to the quota.
    private List<Score> visit(List<Score> cast) {
        int count = 1;
        while (count < Math.min(quota, cast.size())
                && Duration.between(
                                        cast.get(count - 1).castAt(),
                                        cast.get(count).castAt())
                                .compareTo(visit)
                        < 0) {
            count++;
        }
        return cast.subList(0, count);
    }

    private Optional<Instant> closing(List<Score> counted, Instant now) {
        Instant last = counted.getLast().castAt();
        if (counted.size() >= quota) {
            return Optional.of(last);
        }
        Instant left = last.plus(visit);
        Instant end = ended.filter(e -> e.isBefore(left)).orElse(left);
        return end.isAfter(now) ? Optional.empty() : Optional.of(end);
    }
}
