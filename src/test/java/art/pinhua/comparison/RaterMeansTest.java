package art.pinhua.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.curation.Curations.PairAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RaterMeansTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration VISIT = Duration.ofMinutes(30);
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    private final List<PairAnswer> given = new ArrayList<>();

    @Test
    void aFullQuotaClosesARater() {
        answer(1, 0);
        answer(2, 1);
        answer(3, 2);

        assertEquals(minute(1), rule(2, Optional.empty()).of(given));
    }

    @Test
    void goldTasksFillTheQuota() {
        answer(1, 0);
        gold(2, 1);
        answer(3, 2);

        assertEquals(minute(1), rule(2, Optional.empty()).of(given));
    }

    @Test
    void theVisitIsOverWhenTheRaterIsLongSilent() {
        answer(1, 0);
        assertEquals(minute(30), rule(5, Optional.empty()).of(given));
        answer(2, 10);
        assertEquals(minute(40), rule(5, Optional.empty()).of(given));
        answer(3, 45);
        assertEquals(minute(40), rule(5, Optional.empty()).of(given), "a second visit");
    }

    @Test
    void anAnswerTakenBackStandsWhereItWasFirstGiven() {
        answer(1, 0);
        answer(1, 20);
        assertEquals(minute(30), rule(2, Optional.empty()).of(given));
        answer(2, 25);

        assertEquals(minute(25), rule(2, Optional.empty()).of(given));
    }

    @Test
    void theEndOfVotingClosesEverybody() {
        answer(1, 0);

        assertEquals(minute(5), rule(5, Optional.of(minute(5))).of(given));
        assertEquals(minute(30), rule(5, Optional.of(minute(50))).of(given));
        answer(2, 7);
        assertEquals(minute(7), rule(5, Optional.of(minute(5))).of(given), "a vote under way at the end");
    }

    @Test
    void aVisitBeginsWithTheFirstAnswerAboutTheVersions() {
        gold(1, 0);
        assertEquals(minute(30), rule(2, Optional.empty()).of(given));
        answer(2, 24 * 60);
        answer(3, 24 * 60 + 1);

        assertEquals(minute(24 * 60 + 1), rule(2, Optional.empty()).of(given));
    }

    @Test
    void openIsWhoMayStillSaySomething() {
        var raters = List.of(
                new RaterMeans.Rater(A, minute(10), List.of()), // long gone after a gold task
                new RaterMeans.Rater(B, minute(40), List.of(1.0)));

        assertEquals(1, rule(5, Optional.empty()).open(raters, minute(20)));
        assertEquals(0, rule(5, Optional.of(minute(40))).open(raters, minute(39)), "a clock may be behind");
        assertEquals(
                1, rule(5, Optional.of(minute(40))).closed(raters, minute(39)).size());
    }

    @Test
    void ratersEnterInTheOrderOfClosingWhateverTheirStart() {
        var raters = List.of(
                new RaterMeans.Rater(A, minute(9), List.of(1.0, 1.0)),
                new RaterMeans.Rater(B, minute(2), List.of(0.0, .5)));
        var rule = rule(2, Optional.empty());

        var all = rule.closed(raters, minute(10));
        assertEquals(List.of(new RaterMean(B, 2, .25, minute(2)), new RaterMean(A, 2, 1, minute(9))), all);
        assertEquals(all.subList(0, 1), rule.closed(raters, minute(5)), "what was seen earlier stays as it was");
    }

    @Test
    void whoIsNotClosedOrSaidNothingHasNoMean() {
        var raters = List.of(
                new RaterMeans.Rater(A, minute(30), List.of(1.0)), new RaterMeans.Rater(B, minute(1), List.of()));
        var rule = rule(5, Optional.empty());

        assertEquals(List.of(), rule.closed(raters, minute(29)));
        assertEquals(List.of(new RaterMean(A, 1, 1, minute(30))), rule.closed(raters, minute(30)));
    }

    private static RaterMeans rule(int quota, Optional<Instant> ended) {
        return new RaterMeans(quota, VISIT, ended);
    }

    private void answer(int task, int minute) {
        add(task, minute, 1.0);
    }

    private void gold(int task, int minute) {
        add(task, minute, null);
    }

    private void add(int task, int minute, @Nullable Double leftScore) {
        given.add(new PairAnswer(new UUID(1, task), new UUID(2, task), new UUID(3, task), leftScore, minute(minute)));
    }

    private static Instant minute(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }
}
