package art.pinhua.curation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.curation.Curations.PairAnswer;
import art.pinhua.curation.Curations.RaterAnswers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnswersAtClosingTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant CLOSED = minute(20);
    private static final UUID RATER = new UUID(0, 1);

    private final List<CastVote> votes = new ArrayList<>();
    private boolean withdrawn;

    @Test
    void goldFailedAfterTheClosingTakesNoAnswerAway() {
        vote(1, 0, "LEFT");
        vote(2, 1, "RIGHT");
        var before = answers();
        gold(3, 30, "RIGHT");
        gold(4, 31, "RIGHT");

        assertEquals(before, answers());
        assertEquals(List.of(1.0, 0.0), scores());
    }

    @Test
    void goldFailedBeforeTheClosingLeavesTheRaterOut() {
        vote(1, 0, "LEFT");
        gold(2, 1, "RIGHT");
        gold(3, 2, "RIGHT");
        vote(4, 30, "LEFT");

        assertTrue(answers().answers().isEmpty());
    }

    @Test
    void whoPressedOneSideOnlyIsNotBroughtInByALaterAnswer() {
        for (int task = 1; task <= 12; task++) {
            vote(task, task, "LEFT");
        }
        assertTrue(answers().answers().isEmpty());
        vote(13, 24 * 60, "RIGHT");

        assertTrue(answers().answers().isEmpty());
    }

    @Test
    void aVoteTakenBackBeforeTheClosingCountsAsItStoodThen() {
        vote(1, 0, "LEFT");
        vote(2, 1, "LEFT");
        again(1, 2, "RIGHT");
        var before = answers();
        again(2, 24 * 60, "RIGHT");

        assertEquals(before, answers());
        assertEquals(List.of(0.0, 1.0), scores());
    }

    @Test
    void theClosingIsAskedWithEachVersionOfAnAnswer() {
        vote(1, 0, "LEFT");
        gold(2, 1, "LEFT");
        again(1, 2, "RIGHT");
        var asked = new ArrayList<PairAnswer>();
        all(given -> {
            asked.addAll(given);
            return CLOSED;
        });

        assertEquals(3, asked.size());
        assertEquals(asked.get(0).taskId(), asked.get(2).taskId());
        assertEquals(
                List.of(1.0, Double.NaN, 0.0),
                asked.stream().map(AnswersAtClosingTest::score).toList(),
                "a gold task says nothing about the two");
    }

    @Test
    void whoWithdrewIsNotThereAtAll() {
        vote(1, 0, "LEFT");
        assertFalse(all(given -> CLOSED).isEmpty());
        withdrawn = true;

        assertTrue(all(given -> CLOSED).isEmpty());
    }

    private List<RaterAnswers> all(Curations.Closing closing) {
        var raters = Map.of(RATER, new Ballots.Rater(RATER, false, withdrawn));
        var ballots = new Ballots(new UUID(9, 9), votes, raters, Map.of());
        return new AnswersAtClosing(ballots, CurationRules.DEFAULT, closing).byRater();
    }

    private RaterAnswers answers() {
        return all(given -> CLOSED).getFirst();
    }

    private List<Double> scores() {
        return answers().answers().stream().map(AnswersAtClosingTest::score).toList();
    }

    private static double score(PairAnswer answer) {
        Double left = answer.leftScore();
        return left == null ? Double.NaN : left;
    }

    private void vote(int task, int minute, String choice) {
        add(task, minute, choice, OptionalInt.empty());
    }

    /// A gold task whose left image is certainly better.
    private void gold(int task, int minute, String choice) {
        add(task, minute, choice, OptionalInt.of(0));
    }

    /// Takes back the vote on a task.
    private void again(int task, int minute, String choice) {
        votes.replaceAll(v -> v.taskId().equals(new UUID(2, task)) ? takenBack(v) : v);
        vote(task, minute, choice);
    }

    private static CastVote takenBack(CastVote vote) {
        return new CastVote(
                vote.id(),
                vote.assignment(),
                vote.raterId(),
                vote.taskId(),
                vote.promptId(),
                vote.images(),
                vote.ranks(),
                vote.allBad(),
                vote.answer(),
                vote.late(),
                true,
                vote.dwellMillis(),
                vote.castAt(),
                vote.goldBest());
    }

    private void add(int task, int minute, String choice, OptionalInt goldBest) {
        votes.add(new CastVote(
                new UUID(1, votes.size()),
                new UUID(7, task),
                RATER,
                new UUID(2, task),
                new UUID(3, task),
                List.of(new UUID(4, task), new UUID(5, task)),
                choice.equals("LEFT") ? List.of(1, 2) : List.of(2, 1),
                false,
                choice,
                false,
                false,
                OptionalLong.of(3_000),
                minute(minute),
                goldBest));
    }

    private static Instant minute(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }
}
