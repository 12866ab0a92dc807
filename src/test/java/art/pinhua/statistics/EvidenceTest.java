package art.pinhua.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
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
        assertEquals(
                List.of(20, 32, 37),
                IntStream.range(0, lnE.length)
                        .filter(r -> lnE[r] >= Math.log(ReferenceVotes.RATERS / .05))
                        .boxed()
                        .toList());
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
