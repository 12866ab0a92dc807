package art.pinhua.training.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void medianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertEquals(2, Rounds.median(List.of(9.0, 1.0, 2.0)));
        assertEquals(2.5, Rounds.median(List.of(9.0, 1.0, 3.0, 2.0)));
        assertThrows(IllegalArgumentException.class, () -> Rounds.median(List.of()));
    }

    /// The machine was three times as slow in the second round, for both.
    @Test
    void ratioIsTakenRoundByRound() {
        var rounds = new Rounds(List.of(1.0, 3.0, 1.1), List.of(2.0, 6.0, 2.0));
        assertEquals(.5, rounds.ratio(), 1e-12);
        assertEquals(List.of(.5, .5, .55), rounds.ratios());
        assertEquals("| work | 1.10 | 2.00 | **0.50** (0.50–0.55) |\n", rounds.row("work", "%.2f"));
    }

    @Test
    void whoGoesFirstChangesFromRoundToRound() throws Exception {
        var order = new ArrayList<String>();
        Rounds.alternate(
                3,
                round -> {
                    order.add("our" + round);
                    return 1;
                },
                round -> {
                    order.add("their" + round);
                    return 2;
                });
        assertEquals(List.of("our0", "their0", "their1", "our1", "our2", "their2"), order);
    }

    @Test
    void roundsWithoutAPartnerOrAnOutcomeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Rounds(List.of(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Rounds(List.of(1.0), List.of(1.0, 2.0)));
        assertThrows(IllegalArgumentException.class, () -> new Rounds(List.of(0.0), List.of(1.0)));
        assertThrows(IllegalArgumentException.class, () -> new Rounds(List.of(1.0), List.of(Double.NaN)));
    }
}
