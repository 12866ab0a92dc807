package art.pinhua.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanBettingTest {

    @Test
    void capitalFollowsTheWorkedExample() {
        var bet = new MeanBetting(.5);
        var margin = new MeanBetting(.48);
        for (int r = 0; r < 40; r++) {
            bet.add(.4 + .1 * (r % 5));
            margin.add(.4 + .1 * (r % 5));
        }

        assertEquals(.1838842565, bet.trace().get(4), 1e-10);
        assertEquals(.6185197419, bet.trace().get(9), 1e-10);
        assertEquals(1.4877907128, bet.trace().get(19), 1e-10);
        assertEquals(3.2263326544, bet.lnCapital(), 1e-10);
        assertEquals(4.1476340541, margin.lnCapital(), 1e-9);
        assertEquals(40, bet.decidedAt(.05));
        assertEquals(.6, bet.average(), 1e-12);
    }

    @Test
    void theIntervalHoldsTheAverageAndNarrows() {
        var random = new Random(2);
        var bet = new MeanBetting(.5);
        for (int r = 0; r < 30; r++) {
            bet.add(.3 + .5 * random.nextDouble());
        }
        var early = bet.interval(.05);
        for (int r = 0; r < 300; r++) {
            bet.add(.3 + .5 * random.nextDouble());
        }
        var late = bet.interval(.05);

        assertTrue(early.low() < .55 && .55 < early.high(), early.toString());
        assertTrue(late.low() < .55 && .55 < late.high(), late.toString());
        assertTrue(late.high() - late.low() < .7 * (early.high() - early.low()), early + " " + late);
    }

    @Test
    void lookingAtEveryRaterDeclaresFewFalseWinners() {
        int declared = 0;
        for (int run = 0; run < 400; run++) {
            var random = new Random(run);
            var bet = new MeanBetting(.5);
            for (int rater = 0; rater < 200; rater++) {
                int wins = 0;
                double p = Math.clamp(.5 + .16 * random.nextGaussian(), 0, 1);
                for (int vote = 0; vote < 20; vote++) {
                    wins += random.nextDouble() < p ? 1 : 0;
                }
                bet.add(wins / 20.0);
            }
            declared += bet.decidedAt(.05) > 0 ? 1 : 0;
        }
        assertTrue(declared <= 20, declared + " of 400 under no difference");
    }

    @Test
    void aRealDifferenceIsFoundWithAFewDozenRaters() {
        int found = 0;
        for (int run = 0; run < 50; run++) {
            var random = new Random(1000 + run);
            var bet = new MeanBetting(.5);
            for (int rater = 0; rater < 100; rater++) {
                bet.add(Math.clamp(.6 + .16 * random.nextGaussian(), 0, 1));
            }
            found += bet.decidedAt(.05) > 0 ? 1 : 0;
        }
        assertTrue(found >= 45, found + " of 50");
    }

    @Test
    void whatIsNoMeanIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MeanBetting(.5).add(1.2));
        assertThrows(IllegalArgumentException.class, () -> new MeanBetting(1));
    }
}
