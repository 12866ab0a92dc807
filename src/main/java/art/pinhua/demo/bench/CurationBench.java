package art.pinhua.demo.bench;

import art.pinhua.statistics.Judgement;
import art.pinhua.statistics.RaterPriors;
import art.pinhua.statistics.RaterTrust;
import art.pinhua.statistics.StrengthOptions;
import art.pinhua.statistics.Strengths;
import art.pinhua.training.measure.Rounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// How long it takes to weigh raters, where a curation spends nearly all of its time, in turns with one fit of the same
/// votes that counts everybody alike. Votes are drawn on pairs of four pictures a prompt; one rater in a hundred is an
/// expert, each gives fifty votes, each picture is in twenty.
final class CurationBench {
    private static final int EXPERTS_EACH = 100;
    private static final int VOTES_A_RATER = 50;
    private static final int VOTES_A_PICTURE = 10; // as two pictures to a vote are twenty
    private static final int PICTURES_A_PROMPT = 4;
    private static final double TIE = .3;

    private final int rounds;

    CurationBench(int rounds) {
        this.rounds = rounds;
    }

    /// @param sizes numbers of votes
    /// @return Markdown
    String run(List<Integer> sizes) throws Exception {
        var table = new StringBuilder("| seconds, median of " + rounds
                + " | raters weighed | counted alike | ratio (smallest–largest) |\n" + "|---|---|---|---|\n");
        new Votes(sizes.getFirst()).weigh(); // once for the compiler
        for (int size : sizes) {
            var votes = new Votes(size);
            var measured =
                    Rounds.alternate(rounds, round -> seconds(votes::weigh), round -> seconds(votes::countAlike));
            table.append(measured.row(votes.toString(), "%.2f"));
        }
        return table.toString();
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    /// Votes of raters whose tastes, care and sides differ as the model says; the same for the same number.
    private static final class Votes {
        private final List<Judgement> judgements = new ArrayList<>();
        private final boolean[] experts;
        private final double[] strengths;
        private final double[] slopes;
        private final double[] sides;
        private final RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(1);

        Votes(int number) {
            experts = new boolean[Math.ceilDiv(number, VOTES_A_RATER)];
            slopes = new double[experts.length];
            sides = new double[experts.length];
            var priors = RaterPriors.DEFAULT;
            for (int rater = 0; rater < experts.length; rater++) {
                experts[rater] = rater % EXPERTS_EACH == 0;
                double slope = random.nextGaussian(priors.slopeMean(), priors.slopeSd());
                slopes[rater] = experts[rater] ? 1 : Math.clamp(slope, 0, priors.slopeCap());
                sides[rater] = random.nextGaussian(0, TIE);
            }
            int prompts = Math.ceilDiv(number, VOTES_A_PICTURE * PICTURES_A_PROMPT);
            strengths = new double[prompts * PICTURES_A_PROMPT];
            Arrays.setAll(strengths, picture -> random.nextGaussian());
            for (int vote = 0; vote < number; vote++) {
                judgements.add(vote(random.nextInt(experts.length), random.nextInt(prompts) * PICTURES_A_PROMPT));
            }
        }

        private Judgement vote(int rater, int first) {
            int one = random.nextInt(PICTURES_A_PROMPT);
            int left = first + one;
            int right = first + (one + 1 + random.nextInt(PICTURES_A_PROMPT - 1)) % PICTURES_A_PROMPT;
            double forLeft = Math.exp(slopes[rater] * strengths[left] + sides[rater] / 2);
            double forRight = Math.exp(slopes[rater] * strengths[right] - sides[rater] / 2);
            double tie = TIE * Math.exp(slopes[rater] * (strengths[left] + strengths[right]) / 2);
            double at = random.nextDouble() * (forLeft + forRight + tie);
            if (at < forLeft) {
                return Judgement.leftWins(rater, left, right);
            }
            return at < forLeft + forRight
                    ? Judgement.rightWins(rater, left, right)
                    : Judgement.tie(rater, left, right);
        }

        void weigh() {
            RaterTrust.decide(strengths.length, judgements, experts, RaterPriors.DEFAULT);
        }

        void countAlike() {
            Strengths.fit(
                    strengths.length,
                    judgements,
                    StrengthOptions.plain(experts.length)
                            .withRidge(RaterPriors.DEFAULT.ridge())
                            .withTieRidge(RaterPriors.DEFAULT.tieRidge())
                            .withSide(1));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d votes of %,d raters on %,d pictures",
                    judgements.size(),
                    experts.length,
                    strengths.length);
        }
    }
}
