package art.pinhua.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    @Test
    void sideClickersOfTheVoteSetAreFoundAndNobodyElse() {
        int[] left = new int[ReferenceVotes.RATERS];
        int[] right = new int[ReferenceVotes.RATERS];
        for (var vote : ReferenceVotes.votes()) {
            left[vote.rater()] += vote.winner() == 'l' ? 1 : 0;
            right[vote.rater()] += vote.winner() == 'r' ? 1 : 0;
        }
        double[] lnE = new double[ReferenceVotes.RATERS];
        for (int r = 0; r < lnE.length; r++) {
            lnE[r] = Evidence.lnSideBias(left[r], right[r]);
        }

        assertEquals(22.01555950, lnE[20], 1e-8);
        assertEquals(11.46504834, lnE[32], 1e-8);
        assertEquals(10.066673, lnE[37], 1e-6);
        assertEquals(Set.of(20, 32, 37), Set.copyOf(Evidence.rejected(lnE, .05)));
    }

    @Test
    void theBetaMixtureHasItsReferenceValues() {
        assertEquals(1.4417830637, Evidence.lnAboveHalf(60, 100, 10), 1e-9);
        assertEquals(3.6288008683, Evidence.lnAboveHalf(550, 1000, 10), 1e-9);
        assertEquals(5.5592935287, Evidence.lnAboveHalf(5200, 10000, 10), 1e-9);
        assertEquals(-1.9313528261, Evidence.lnAboveHalf(40, 100, 10), 1e-9);
        assertEquals(-.0909648780, Evidence.lnBothSides(60, 100, 1), 1e-9);
    }

    @Test
    void theSmallestConvincingCountsAreTheTabulatedOnes() {
        int[][] table = {{20, 18}, {50, 36}, {100, 64}, {200, 120}, {500, 282}, {1000, 547}, {2000, 1069}, {10000, 5165}
        };
        for (int[] row : table) {
            assertTrue(Evidence.lnAboveHalf(row[1], row[0], 10) >= Math.log(20), "n " + row[0]);
            assertTrue(Evidence.lnAboveHalf(row[1] - 1, row[0], 10) < Math.log(20), "n " + row[0]);
        }
        assertTrue(Evidence.lnAboveHalf(10, 10, 10) < Math.log(20));
        assertTrue(Evidence.lnAboveHalf(67, 100, 10) >= Math.log(100));
    }

    @Test
    void onlyTheLargestOfEightIsRejected() {
        double[] lnE = {
            Math.log(30), Math.log(2), Math.log(500), Math.log(.1), Math.log(21), Math.log(60), Math.log(8), 0
        };

        assertEquals(List.of(2), Evidence.rejected(lnE, .05));
    }

    @Test
    void goldAnswersMoveReliability() {
        assertEquals(.9, new GoldRecord(0, 0).reliability(), 1e-12);
        assertEquals(.5, new GoldRecord(1, 10).reliability(), 1e-12);
        assertTrue(new GoldRecord(1, 6).chanceBelow(.9) > .9);
        assertTrue(new GoldRecord(20, 20).chanceBelow(.8) < .01);
    }

    @Test
    void winProbabilityAveragesOverTheErrorOfTheDifference() {
        assertEquals(.5, WinProbability.of(0, 3), 1e-14);
        assertEquals(1 / (1 + Math.exp(-1.2)), WinProbability.of(1.2, 0), 1e-14);
        // trapezoids over ±12 sd, 200,000 of them
        double sum = 0;
        double width = 24.0 / 200_000;
        for (int i = 0; i <= 200_000; i++) {
            double z = -12 + i * width;
            sum += Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) / (1 + Math.exp(-(.8 + Math.sqrt(1.5) * z))) * width;
        }
        assertEquals(sum, WinProbability.of(.8, 1.5), 1e-8);
        assertTrue(WinProbability.of(.8, 1.5) < WinProbability.of(.8, .5), "doubt pulls towards one half");
    }
}
