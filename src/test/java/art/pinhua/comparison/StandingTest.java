package art.pinhua.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandingTest {

    @Test
    void noRaterIsNoVerdict() {
        assertEquals(Verdict.PENDING, Standing.of(List.of(), .05).verdict());
    }

    @Test
    void aClearChallengerWinsAndTheVerdictStands() {
        var winning = means(IntStream.range(0, 12).mapToDouble(i -> .9).toArray());
        var standing = Standing.of(winning, .05);
        assertEquals(Verdict.CHALLENGER_WINS, standing.verdict());
        assertTrue(standing.lnDeciding() >= Math.log(40));
        assertTrue(Standing.interval(winning, .05).low() > .5);

        // later raters see it differently: what was decided stays decided
        double[] later =
                IntStream.range(0, 40).mapToDouble(i -> i < 12 ? .9 : .1).toArray();
        var turned = Standing.of(means(later), .05);
        assertEquals(Verdict.CHALLENGER_WINS, turned.verdict());
        assertEquals(standing.decidedAt(), turned.decidedAt());
        assertEquals(40, turned.trace().size());
    }

    @Test
    void theChampionMayWinToo() {
        var standing =
                Standing.of(means(IntStream.range(0, 12).mapToDouble(i -> .1).toArray()), .05);

        assertEquals(Verdict.CHAMPION_WINS, standing.verdict());
        assertTrue(standing.lnAgainst() > 3 && standing.lnFor() <= 0);
    }

    @Test
    void fewRatersDecideNothingHoweverMuchTheyAgree() {
        assertEquals(Verdict.PENDING, Standing.of(means(1, 1, 1, 1, 1), .05).verdict());
    }

    /// Eleven at .9 win 10 ln 1.4 = 3.36: between the bounds ln 40 of two sides and ln 20 of one.
    @Test
    void eachSideHasHalfOfAlpha() {
        double[] eleven = IntStream.range(0, 11).mapToDouble(i -> .9).toArray();
        var standing = Standing.of(means(eleven), .05);

        assertEquals(Math.log(40), Standing.threshold(.05), 1e-12);
        assertTrue(standing.lnFor() > Math.log(20), standing.toString());
        assertEquals(Verdict.PENDING, standing.verdict());
    }

    @Test
    void ofEqualVersionsOneIsSeldomCalledBetter() {
        int called = 0;
        for (int run = 0; run < 400; run++) {
            var random = new Random(run);
            double[] equal = IntStream.range(0, 200)
                    .mapToDouble(i -> Math.clamp(.5 + .2 * random.nextGaussian(), 0, 1))
                    .toArray();
            called += Standing.of(means(equal), .05).verdict() == Verdict.PENDING ? 0 : 1;
        }
        assertTrue(called <= 20, called + " of 400");
    }

    private static List<RaterMean> means(double... means) {
        return IntStream.range(0, means.length)
                .mapToObj(i -> new RaterMean(new UUID(0, i), 10, means[i], Instant.EPOCH.plusSeconds(i)))
                .toList();
    }
}
