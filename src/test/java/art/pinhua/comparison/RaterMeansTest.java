package art.pinhua.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RaterMeansTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration VISIT = Duration.ofMinutes(30);
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    private final List<RaterMeans.Answer> scores = new ArrayList<>();

    @Test
    void aFullQuotaClosesARaterAndLaterVotesDoNotCount() {
        vote(A, 0, 1);
        vote(A, 1, .5);
        vote(A, 2, 0);

        var closed = rule(2, Optional.empty()).closed(scores, minute(3));

        assertEquals(List.of(new RaterMean(A, 2, .75, minute(1))), closed);
    }

    @Test
    void goldTasksFillTheQuotaButSayNothing() {
        vote(A, 0, 1);
        scores.add(new RaterMeans.Answer(A, OptionalDouble.empty(), minute(1)));
        scores.add(new RaterMeans.Answer(B, OptionalDouble.empty(), minute(0)));
        scores.add(new RaterMeans.Answer(B, OptionalDouble.empty(), minute(1)));

        var closed = rule(2, Optional.empty()).closed(scores, minute(3));

        assertEquals(List.of(new RaterMean(A, 1, 1, minute(1))), closed);
    }

    @Test
    void anUnfinishedVisitIsOpenUntilItIsLongOver() {
        vote(A, 0, 1);
        var rule = rule(5, Optional.empty());

        assertEquals(List.of(), rule.closed(scores, minute(29)));
        assertEquals(List.of(new RaterMean(A, 1, 1, minute(30))), rule.closed(scores, minute(30)));
    }

    @Test
    void votesOfASecondVisitDoNotChangeAMeanThatWasTaken() {
        vote(A, 0, 1);
        var before = rule(5, Optional.empty()).closed(scores, minute(40));
        vote(A, 45, 0);

        assertEquals(before, rule(5, Optional.empty()).closed(scores, minute(90)));
    }

    @Test
    void theEndOfVotingClosesEverybody() {
        vote(A, 0, 1);
        vote(B, 1, 0);
        var closed = rule(5, Optional.of(minute(5))).closed(scores, minute(6));

        assertEquals(List.of(A, B), closed.stream().map(RaterMean::raterId).toList());
        assertTrue(closed.stream().allMatch(r -> r.closedAt().equals(minute(5))));
    }

    @Test
    void ratersEnterInTheOrderOfClosingWhateverTheirStart() {
        vote(A, 0, 1);
        vote(B, 1, 0);
        vote(B, 2, 0);
        vote(A, 9, 1);
        var rule = rule(2, Optional.empty());

        assertEquals(
                List.of(B, A),
                rule.closed(scores, minute(10)).stream().map(RaterMean::raterId).toList());
        assertEquals(
                rule.closed(scores, minute(5)),
                rule.closed(scores, minute(10)).subList(0, 1),
                "what was seen earlier stays as it was");
    }

    private static RaterMeans rule(int quota, Optional<Instant> ended) {
        return new RaterMeans(quota, VISIT, ended);
    }

    private void vote(UUID rater, int minute, double challenger) {
        scores.add(new RaterMeans.Answer(rater, OptionalDouble.of(challenger), minute(minute)));
    }

    private static Instant minute(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }
}
