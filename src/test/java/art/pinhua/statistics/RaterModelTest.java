package art.pinhua.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RaterModelTest {

    @Test
    void slopesAndSidesOfRealRatersAreFound() {
        var priors = new RaterPriors(.3, 0, 1, .5, 1, 2);
        var fit = RaterModel.fit(
                ReferenceVotes.MODELS, ReferenceVotes.decisive(), new boolean[ReferenceVotes.RATERS], priors);

        assertEquals(2657.0768051, fit.objective(), 2657e-9);
        assertEquals(1.61926, fit.thetas()[ReferenceVotes.model("GPT 4")], 1e-5);
        double[] slopes = fit.raters().slopes();
        assertEquals(-.16618, slopes[15], 1e-5);
        // the published value stopped 2e-5 short of the optimum
        assertEquals(1.63593, slopes[53], 3e-5);
        assertEquals(slopes[15], Arrays.stream(slopes).min().orElseThrow());
        assertEquals(slopes[53], Arrays.stream(slopes).max().orElseThrow());
        assertEquals(2.22961, fit.raters().sides()[32], 1e-5);
        assertEquals(.85097, fit.raters().sides()[20], 1e-5);
        assertEquals(1.11051, fit.raters().sides()[37], 1e-5);
    }

    @Test
    void anExpertsSlopeIsHeldAtOne() {
        boolean[] experts = new boolean[3];
        experts[0] = true;
        var fit = RaterModel.fit(8, votes(new double[] {1, 1, 0}, 400, 3), experts, RaterPriors.DEFAULT);

        assertEquals(1, fit.raters().slopes()[0]);
        assertTrue(
                fit.raters().slopes()[1] > .6,
                "follows the experts: " + fit.raters().slopes()[1]);
        assertTrue(
                Math.abs(fit.raters().slopes()[2]) < .3,
                "a coin: " + fit.raters().slopes()[2]);
    }

    @Test
    void weighingIsChosenWhereCoinsVote() {
        boolean[] experts = new boolean[12];
        experts[0] = true;
        experts[1] = true;
        double[] truth = new double[12];
        truth[0] = 1;
        truth[1] = 1;
        truth[2] = 1;
        truth[3] = -1;
        var decision = RaterTrust.decide(8, votes(truth, 1500, 11), experts, RaterPriors.DEFAULT);

        assertTrue(decision.weighed());
        assertTrue(decision.weighedLoss() < decision.pooledLoss());
        assertTrue(decision.raters().slopes()[3] < 0, "answers the opposite");
    }

    @Test
    void withoutExpertsEverybodyCountsAlike() {
        var decision = RaterTrust.decide(8, votes(new double[] {1, 1, 0}, 90, 5), new boolean[3], RaterPriors.DEFAULT);

        assertFalse(decision.weighed());
        assertTrue(Arrays.stream(decision.raters().slopes()).allMatch(s -> s == 1));
    }

    /// Votes on pairs of eight items of strengths 0 … 2.8, raters in turn, each with the given slope.
    private static List<Judgement> votes(double[] slopes, int count, long seed) {
        var random = new Random(seed);
        var judgements = new ArrayList<Judgement>();
        for (int n = 0; n < count; n++) {
            int rater = n % slopes.length;
            int left = random.nextInt(8);
            int right = (left + 1 + random.nextInt(7)) % 8;
            double p = WinProbability.sigmoid(slopes[rater] * .4 * (left - right) * 2);
            judgements.add(
                    random.nextDouble() < p
                            ? Judgement.leftWins(rater, left, right)
                            : Judgement.rightWins(rater, left, right));
        }
        return judgements;
    }
}
