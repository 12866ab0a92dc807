package art.pinhua.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrengthsTest {

    private static final StrengthOptions PLAIN = StrengthOptions.plain(ReferenceVotes.RATERS);

    @Test
    void tiesAsHalfWinsGiveThePublishedStrengthsAndErrors() {
        var source = new ArrayList<ReferenceVotes.Vote>();
        var judgements = ReferenceVotes.tiesAsHalves(source);
        var fit = Strengths.fit(ReferenceVotes.MODELS, judgements, PLAIN);

        assertEquals(-5743.381723883, fit.logLikelihood(), 1e-8);
        assertArrayEquals(ReferenceVotes.scores(2), fit.thetas(), 1e-9);
        assertArrayEquals(ReferenceVotes.centredLn(ReferenceVotes.scores(9)), fit.thetas(), 1e-9);
        int[] votes = new int[source.size()];
        int[] raters = new int[votes.length];
        int[] pairs = new int[votes.length];
        for (int i = 0; i < votes.length; i++) {
            boolean sameVote = i > 0 && source.get(i) == source.get(i - 1);
            votes[i] = sameVote ? votes[i - 1] : i;
            raters[i] = source.get(i).rater();
            pairs[i] = source.get(i).pair();
        }
        var byVote = fit.clustered(votes);
        var byRater = fit.clustered(raters);
        var byPair = fit.clustered(pairs);
        double twoWay = 0;
        for (int i = 0; i < ReferenceVotes.MODELS; i++) {
            assertEquals(ReferenceVotes.scores(3)[i], Math.sqrt(fit.variance(i)), 1e-8);
            assertEquals(ReferenceVotes.scores(4)[i], Math.sqrt(byVote.variance(i)), 1e-8);
            assertEquals(ReferenceVotes.scores(5)[i], Math.sqrt(byRater.variance(i)), 1e-8);
            assertEquals(ReferenceVotes.scores(6)[i], Math.sqrt(byPair.variance(i)), 1e-8);
            twoWay += Math.sqrt(byRater.variance(i) + byPair.variance(i) - byVote.variance(i));
        }
        assertEquals(.1434994, twoWay / ReferenceVotes.MODELS, 1e-7);
        int first = ReferenceVotes.model("GPT 4");
        int second = ReferenceVotes.model("Platypus-2 Instruct (70B)");
        assertEquals(.3435676783, fit.theta(first) - fit.theta(second), 1e-10);
        assertEquals(.1771004425, Math.sqrt(byRater.differenceVariance(first, second)), 1e-10);
    }

    @Test
    void davidsonTiesGiveThePublishedStrengths() {
        var fit = Strengths.fit(ReferenceVotes.MODELS, ReferenceVotes.withTies(), PLAIN);

        assertEquals(-8995.839703579, fit.logLikelihood(), 1e-8);
        assertEquals(1.4797075878, Math.exp(fit.lnTie(2)), 1e-9);
        assertArrayEquals(ReferenceVotes.centredLn(ReferenceVotes.scores(10)), fit.thetas(), 1e-9);
    }

    @Test
    void aSideBiasIsFoundWithItsError() {
        var without = Strengths.fit(ReferenceVotes.MODELS, ReferenceVotes.withTies(), PLAIN);
        var fit = Strengths.fit(ReferenceVotes.MODELS, ReferenceVotes.withTies(), PLAIN.withSide(0));

        assertEquals(-8981.583189034, fit.logLikelihood(), 1e-8);
        assertEquals(1.4843334, Math.exp(fit.lnTie(2)), 1e-7);
        assertEquals(.1596765604, fit.side(), 1e-9);
        assertEquals(.02995, fit.sideError(), 5e-6);
        assertEquals(28.51303, 2 * (fit.logLikelihood() - without.logLikelihood()), 5e-6);
        assertArrayEquals(ReferenceVotes.scores(8), fit.thetas(), 1e-6);
    }

    @Test
    void davidsonsPuddingTastersAreReproduced() {
        // Davidson 1970: brands i, j, how often i won, j won, they tied
        int[][] table = {
            {1, 2, 19, 22, 16}, {1, 3, 16, 19, 12}, {2, 3, 19, 19, 10}, {1, 4, 18, 23, 13}, {2, 4, 23, 19, 9},
            {3, 4, 19, 20, 15}, {1, 5, 13, 19, 18}, {2, 5, 16, 20, 12}, {3, 5, 16, 15, 17}, {4, 5, 17, 14, 16},
            {1, 6, 18, 21, 12}, {2, 6, 22, 20, 12}, {3, 6, 13, 18, 10}, {4, 6, 14, 19, 18}, {5, 6, 11, 21, 12}
        };
        var judgements = new ArrayList<Judgement>();
        for (int[] row : table) {
            int i = row[0] - 1;
            int j = row[1] - 1;
            judgements.add(Judgement.leftWins(0, i, j).times(row[2]));
            judgements.add(Judgement.rightWins(0, i, j).times(row[3]));
            judgements.add(Judgement.tie(0, i, j).times(row[4]));
        }
        var fit = Strengths.fit(6, judgements, StrengthOptions.plain(1));

        assertEquals(-809.7095100903, fit.logLikelihood(), 1e-9);
        assertEquals(.7468229877, Math.exp(fit.lnTie(2)), 1e-9);
        assertEquals(.082498692, fit.lnTieError(2), 1e-8);
        double[] errors = {.187216982, .193518358, .188211087, .192704561, .192406234};
        double[] lnWorth = {.22024190, .15297770, .17514491, .13386523, .37713490};
        for (int i = 1; i < 6; i++) {
            assertEquals(errors[i - 1], Math.sqrt(fit.differenceVariance(i, 0)), 1e-8);
            assertEquals(lnWorth[i - 1], fit.theta(i) - fit.theta(0), 1e-7);
        }
    }

    @Test
    void rankingsWithTiesGiveTheValuesOfTheReferencePackage() {
        var fit = Strengths.fit(4, toy(), StrengthOptions.plain(6));

        assertEquals(-14.56973929, fit.logLikelihood(), 1e-8);
        assertArrayEquals(new double[] {.2695336, .3617599, .1294354, .2392711}, worth(fit, 4), 1e-6);
        assertEquals(.1553699, Math.exp(fit.lnTie(2)), 1e-6);
        assertEquals(.4785601, Math.exp(fit.lnTie(3)), 1e-6);
    }

    @Test
    void aGhostItemActsAsTheReferencePackagesPrior() {
        var judgements = new ArrayList<>(toy());
        int ghost = 4;
        for (int i = 0; i < 4; i++) {
            judgements.add(
                    Judgement.ranking(0, new int[] {i, ghost}, new int[] {1, 2}).times(.5));
            judgements.add(
                    Judgement.ranking(0, new int[] {i, ghost}, new int[] {2, 1}).times(.5));
        }
        var fit = Strengths.fit(5, judgements, StrengthOptions.plain(6));

        assertArrayEquals(new double[] {.2669548, .3437633, .1445424, .2447396}, worth(fit, 4), 1e-6);
        assertEquals(.1164048, Math.exp(fit.lnTie(2)), 1e-6);
        assertEquals(.4527326, Math.exp(fit.lnTie(3)), 1e-6);
    }

    @Test
    void aRankingOfTwoIsAPair() {
        var pairs = ReferenceVotes.withTies();
        var rankings = pairs.stream()
                .map(p -> Judgement.ranking(p.rater(), p.items(), p.ranks()))
                .toList();

        var ofPairs = Strengths.fit(ReferenceVotes.MODELS, pairs, PLAIN);
        var ofRankings = Strengths.fit(ReferenceVotes.MODELS, rankings, PLAIN);

        assertArrayEquals(ofPairs.thetas(), ofRankings.thetas(), 1e-12);
        assertEquals(ofPairs.logLikelihood(), ofRankings.logLikelihood(), 1e-9);
    }

    @Test
    void theOrderOfVotesAndRatersChangesNoBit() {
        var shuffled = new ArrayList<>(ReferenceVotes.withTies());
        Collections.shuffle(shuffled, new Random(7));
        var renamed = shuffled.stream()
                .map(j -> new Judgement(
                        ReferenceVotes.RATERS - 1 - j.rater(), j.items(), j.ranks(), j.sided(), j.weight()))
                .toList();
        var options = PLAIN.withSide(.1).withRidge(.2);

        var fit = Strengths.fit(ReferenceVotes.MODELS, ReferenceVotes.withTies(), options);
        var other = Strengths.fit(ReferenceVotes.MODELS, renamed, options);

        assertArrayEquals(fit.thetas(), other.thetas());
        assertEquals(fit.side(), other.side());
        assertEquals(fit.variance(3), other.variance(3));
    }

    @Test
    void scoresAreTheDerivativesOfTheLikelihood() {
        var random = new Random(3);
        var judgements = someRankings(random, 5, 40);
        var options =
                new StrengthOptions(.3, .2, true, .1, 3, new RaterTraits(new double[] {1, .4}, new double[] {0, .3}));
        var stages = Stage.of(judgements, 3);
        var fit = new StrengthFit(5, stages, options);
        for (int i = 0; i < fit.parameters.length; i++) {
            fit.parameters[i] = random.nextGaussian();
        }
        double[] gradient = new double[fit.parameters.length];
        fit.information(gradient);
        for (int i = 0; i < gradient.length; i++) {
            double step = 1e-5;
            double numeric = (penalised(fit, stages, i, step) - penalised(fit, stages, i, -step)) / (2 * step);
            assertEquals(numeric, gradient[i], 1e-6);
        }
    }

    @Test
    void blocksSolvedApartGiveTheStrengthsOfOneBigSystem() {
        var random = new Random(5);
        var near = someRankings(random, 5, 30);
        var both = new ArrayList<>(near);
        for (Judgement j : someRankings(random, 5, 30)) {
            int[] moved = Arrays.stream(j.items()).map(i -> i + 5).toArray();
            both.add(new Judgement(j.rater(), moved, j.ranks(), j.sided(), j.weight()));
        }
        var apart = Strengths.fit(10, both, StrengthOptions.plain(2).withRidge(.3));
        // a nearly weightless answer links the two blocks, so everything is solved as one
        both.add(Judgement.ranking(0, new int[] {0, 5}, new int[] {1, 2}).times(1e-12));
        var linked = Strengths.fit(10, both, StrengthOptions.plain(2).withRidge(.3));

        assertArrayEquals(linked.thetas(), apart.thetas(), 1e-9);
        assertEquals(linked.differenceVariance(6, 9), apart.differenceVariance(6, 9), 1e-9);
        assertThrows(IllegalArgumentException.class, () -> apart.differenceVariance(0, 5));
    }

    @Test
    void withoutARidgeAnItemThatAlwaysWinsIsRefused() {
        var wins = List.of(Judgement.leftWins(0, 0, 1), Judgement.rightWins(0, 1, 0));

        var problem =
                assertThrows(IllegalArgumentException.class, () -> Strengths.fit(2, wins, StrengthOptions.plain(1)));
        assertTrue(problem.toString().contains("ridge"), problem.toString());
        var fit = Strengths.fit(2, wins, StrengthOptions.plain(1).withRidge(.3));
        double chance = WinProbability.of(fit.theta(0) - fit.theta(1), fit.differenceVariance(0, 1));
        assertTrue(chance > .6, "two wins of two should count");
    }

    @Test
    void anItemNobodySawKeepsThePrior() {
        var fit = Strengths.fit(
                3,
                List.of(Judgement.leftWins(0, 0, 1)),
                StrengthOptions.plain(1).withRidge(.5));

        assertEquals(0, fit.theta(2));
    }

    private static List<Judgement> toy() {
        int[][] ranks = {{1, 2, 0, 0}, {4, 1, 2, 3}, {2, 1, 1, 1}, {1, 2, 3, 0}, {2, 1, 1, 0}, {1, 0, 3, 2}};
        var judgements = new ArrayList<Judgement>();
        for (int r = 0; r < ranks.length; r++) {
            int[] row = ranks[r];
            int[] items = java.util.stream.IntStream.range(0, 4)
                    .filter(i -> row[i] > 0)
                    .toArray();
            judgements.add(Judgement.ranking(
                    r, items, Arrays.stream(items).map(i -> row[i]).toArray()));
        }
        return judgements;
    }

    private static double[] worth(Strengths fit, int items) {
        double[] worth = Arrays.stream(fit.thetas()).limit(items).map(Math::exp).toArray();
        double sum = Arrays.stream(worth).sum();
        return Arrays.stream(worth).map(w -> w / sum).toArray();
    }

    private static List<Judgement> someRankings(Random random, int items, int count) {
        var judgements = new ArrayList<Judgement>();
        for (int n = 0; n < count; n++) {
            var order = new ArrayList<Integer>();
            for (int i = 0; i < items; i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            int size = n % 3 == 0 ? 2 : 4;
            int[] shown = order.stream().limit(size).mapToInt(Integer::intValue).toArray();
            int[] ranks = random.ints(size, 1, 4).toArray();
            judgements.add(new Judgement(n % 2, shown, ranks, size == 2, 1 + n % 2));
        }
        return judgements;
    }

    private static double penalised(StrengthFit fit, List<Stage> stages, int parameter, double step) {
        double[] at = fit.parameters.clone();
        at[parameter] += step;
        var model = new StageModel(fit.maxTie);
        double[] lnDelta = Arrays.copyOfRange(at, fit.items, fit.items + fit.maxTie - 1);
        double sum = -fit.penalty(at);
        for (Stage stage : stages) {
            var raters = fit.options.raters();
            double side = raters.sides()[stage.rater()] + at[at.length - 1];
            sum += stage.weight() * model.evaluate(stage, at, lnDelta, raters.slopes()[stage.rater()], side);
        }
        return sum;
    }
}
