package art.pinhua.curation;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;

/// The result of a curation run.
///
/// @param digest     SHA-256 over votes, rules and result: the same votes and rules give the same one
/// @param kept       votes that count, by id
/// @param exclusions why each other vote does not
record Curated(
        String digest,
        List<UUID> kept,
        Map<UUID, ExclusionReason> exclusions,
        List<RaterStanding> raters,
        List<ImageStrength> strengths,
        List<Group> groups,
        AgreementFigure agreement,
        SideFigure side,
        TrustFigure trust) {

    /// @param votes      answers given, skips and superseded ones not counted
    /// @param weight     slope of the rater's answers; 1 as an expert, 0 as a coin
    /// @param agreement  share of the rater's decided pairs on which the majority of the others agrees
    /// @param leftVotes  of decided pairs of the screen, how many went left
    /// @param lnSide     evidence for a side bias, as ln of an e-value
    record RaterStanding(
            UUID raterId,
            int votes,
            int kept,
            double weight,
            double side,
            OptionalDouble agreement,
            int goldRight,
            int goldShown,
            int leftVotes,
            int rightVotes,
            double lnSide) {}

    /// @param block    images with the same number are linked by answers, and only they can be compared
    /// @param theta    log strength within its block, nats
    /// @param error    its standard error, the larger of the posterior's and of that clustered by rater;
    ///                 empty if no answer links the image to another
    /// @param seen     kept votes that show the image
    /// @param badShare share of them that found everything bad
    record ImageStrength(
            UUID imageId, UUID promptId, int block, double theta, OptionalDouble error, int seen, double badShare) {}

    enum GroupKind {
        PAIR,
        RANKING,
        SOFT
    }

    /// Preferences among images of one prompt.
    ///
    /// @param images best first
    /// @param weight of the group, 1 on average
    /// @param pairs  winner and loser as positions in `images`; also given for a clean order
    record Group(UUID promptId, GroupKind kind, List<UUID> images, double weight, List<Pair> pairs) {}

    /// @param p      probability that an expert prefers the winner
    /// @param weight effective number of judgements, capped
    record Pair(int winner, int loser, double p, double weight) {}

    /// Krippendorff's alpha over image pairs; empty where it is not defined.
    record AgreementFigure(OptionalDouble alpha, OptionalDouble low, OptionalDouble high, int units) {}

    /// Common bias towards the left side of a pair in nats, with its standard error.
    record SideFigure(double bias, double error) {}

    /// Whether raters were weighed by the rater model, and the held-out losses behind the decision.
    record TrustFigure(boolean weighed, OptionalDouble pooledLoss, OptionalDouble weighedLoss, int heldOut) {}
}
