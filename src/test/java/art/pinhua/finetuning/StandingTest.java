package art.pinhua.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {

    @Test
    void nothingToldIsNothingDone() {
        assertEquals(new Standing(0, List.of()), Standing.of(List.of(), 0));
        var failed = new RunEvent.Failed(0, "no model");
        assertEquals(new Standing(0, List.of(failed)), Standing.of(List.of(failed), 0));
    }

    @Test
    void whatWasToldBeforeTheLastStartIsEnteredAlready() {
        var told = List.of(started(0), step(1), step(2), heldout(2), step(3), started(2), step(3), step(4));
        assertEquals(
                new Standing(4, List.of(step(2), heldout(2), step(3), step(4))),
                Standing.of(told, 2),
                "measurements of the last step that has a row may lack theirs");
        assertEquals(new Standing(4, List.of(step(3), step(4))), Standing.of(told, 4));
    }

    @Test
    void aDatabaseFromABackupIsGivenWhatItLacks() {
        var told = List.of(started(0), step(1), step(2), started(2), step(3), started(3), step(4));
        assertEquals(
                new Standing(4, List.of(step(1), step(2), step(3), step(4))), Standing.of(told, 0), "and no start");
    }

    @Test
    void aStartVoidsLaterStepsAndAnEarlierStop() {
        var stopped = new RunEvent.Stopped(3, new EarlyStop(EarlyStop.StopRule.DRIFT, 1, .5, 1, "layer"));
        List<RunEvent> told = List.of(started(0), step(1), step(2), step(3), stopped, started(1));
        assertEquals(new Standing(1, List.of()), Standing.of(told, 3));
        assertEquals(new Standing(1, List.of(step(1))), Standing.of(told, 0));
    }

    private static RunEvent started(int step) {
        return new RunEvent.Started(step, 9, 4, 4);
    }

    private static RunEvent step(int step) {
        return new RunEvent.Step(step, .5, .5, .1, .1, .2, 1, 1e-4, 320, 1, 60, 9);
    }

    private static RunEvent heldout(int step) {
        return new RunEvent.Heldout(step, .75, 4);
    }
}
