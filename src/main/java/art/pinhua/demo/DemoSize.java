package art.pinhua.demo;

/// How much of everything a demonstration does.
///
/// @param prompts           prompts of the collecting campaign
/// @param imagesPerPrompt   pictures of each, compared in pairs
/// @param experts           simulated experts, invited and signed in
/// @param crowd             simulated anonymous visitors, some of them careless or malicious
/// @param overlap           votes wanted for each pair
/// @param steps             optimiser steps of the training run
/// @param batchGroups       preference groups each of them learns from
/// @param comparisonPrompts prompts of the blind comparison and of the pictures of before and after, none trained on
/// @param comparisonRaters  visitors of the blind comparison
/// @param comparisonVotes   answers that each of them gives; a rater is one number to the verdict, so more make it
/// surer
record DemoSize(
        int prompts,
        int imagesPerPrompt,
        int experts,
        int crowd,
        int overlap,
        int steps,
        int batchGroups,
        int comparisonPrompts,
        int comparisonRaters,
        int comparisonVotes) {
    private static final double GOLD_SHARE = .1;

    /// A little more than an equal share of the wanted votes: otherwise the first three people would give them all.
    int votesEach() {
        int pairs = prompts * imagesPerPrompt; // a campaign links a prompt's pictures in a ring
        double wanted = pairs * overlap * (1 + GOLD_SHARE);
        return (int) Math.ceil(1.15 * wanted / (experts + crowd));
    }

    double goldShare() {
        return GOLD_SHARE;
    }

    /// At most twenty minutes on two cores.
    static DemoSize full() {
        return new DemoSize(96, 4, 4, 20, 6, 120, 16, 48, 80, 24);
    }

    /// Every stage, about a minute: the form that runs among the tests.
    static DemoSize brief() {
        return new DemoSize(6, 4, 1, 4, 2, 12, 4, 3, 6, 2);
    }
}
