package art.pinhua.curation;

import art.pinhua.statistics.GoldRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Decides which votes count, by rules that do not know which image won.
final class Exclusions {

    private final CurationRules rules;
    private final Map<UUID, Ballots.Rater> raters;
    private final Map<UUID, ExclusionReason> reasons = new TreeMap<>();
    private final Map<UUID, GoldRecord> gold = new HashMap<>();
    private final Set<UUID> banned = new HashSet<>();

    private Exclusions(CurationRules rules, Map<UUID, Ballots.Rater> raters) {
        this.rules = rules;
        this.raters = raters;
    }

    /// @param votes in order of casting
    static Exclusions of(List<CastVote> votes, Map<UUID, Ballots.Rater> raters, CurationRules rules) {
        var exclusions = new Exclusions(rules, raters);
        exclusions.byVote(votes);
        exclusions.byRater(votes);
        return exclusions;
    }

    Map<UUID, ExclusionReason> reasons() {
        return reasons;
    }

    /// What is known of a rater from gold tasks.
    GoldRecord gold(UUID rater) {
        return gold.getOrDefault(rater, new GoldRecord(0, 0));
    }

    boolean counts(CastVote vote) {
        return !reasons.containsKey(vote.id());
    }

    /// Whether the vote is an answer of a rater who is not left out, be it one that does not count by itself.
    boolean answers(CastVote vote) {
        ExclusionReason reason = reasons.get(vote.id());
        boolean answered = reason == null || reason == ExclusionReason.TOO_FAST || reason == ExclusionReason.GOLD_TASK;
        return answered && !banned.contains(vote.raterId());
    }

    private void byVote(List<CastVote> votes) {
        Set<List<UUID>> answered = new HashSet<>();
        for (CastVote vote : votes) {
            reason(vote, answered).ifPresent(reason -> reasons.put(vote.id(), reason));
        }
    }

    private Optional<ExclusionReason> reason(CastVote vote, Set<List<UUID>> answered) {
        if (vote.superseded()) {
            return Optional.of(ExclusionReason.SUPERSEDED);
        }
        if (raters.get(vote.raterId()) instanceof Ballots.Rater rater && rater.withdrawn()) {
            return Optional.of(ExclusionReason.WITHDRAWN);
        }
        if (vote.late()) {
            return Optional.of(ExclusionReason.LATE);
        }
        if (vote.skipped()) {
            return Optional.of(ExclusionReason.SKIPPED);
        }
        if (!vote.complete()) {
            return Optional.of(ExclusionReason.INCOMPLETE);
        }
        if (!answered.add(List.of(vote.raterId(), vote.taskId()))) {
            return Optional.of(ExclusionReason.DUPLICATE);
        }
        if (vote.goldBest().isPresent()) {
            count(vote);
            return Optional.of(ExclusionReason.GOLD_TASK);
        }
        return tooFast(vote, rules) ? Optional.of(ExclusionReason.TOO_FAST) : Optional.empty();
    }

    /// Whether the images cannot have been looked at.
    static boolean tooFast(CastVote vote, CurationRules rules) {
        long least = vote.isPair() ? rules.minPairMillis() : rules.minRankingMillis();
        return vote.dwellMillis().orElse(least) < least;
    }

    /// Who finds all of a weak picture's versions bad has not overlooked which is best; a tie says that they
    /// look alike.
    private void count(CastVote vote) {
        if (vote.allBadAlike()) {
            return;
        }
        var before = gold(vote.raterId());
        gold.put(vote.raterId(), new GoldRecord(before.right() + (vote.goldRight() ? 1 : 0), before.shown() + 1));
    }

    /// Rules about a rater as a whole leave the reasons of single votes as they are.
    private void byRater(List<CastVote> votes) {
        Map<UUID, List<CastVote>> answers = new TreeMap<>();
        for (CastVote vote : votes) {
            ExclusionReason reason = reasons.get(vote.id());
            if (reason == null || reason == ExclusionReason.TOO_FAST || reason == ExclusionReason.GOLD_TASK) {
                answers.computeIfAbsent(vote.raterId(), r -> new java.util.ArrayList<>())
                        .add(vote);
            }
        }
        answers.forEach((rater, given) -> ofRater(rater, given).ifPresent(reason -> {
            banned.add(rater);
            given.forEach(vote -> reasons.putIfAbsent(vote.id(), reason));
        }));
    }

    private Optional<ExclusionReason> ofRater(UUID rater, List<CastVote> given) {
        var record = gold(rater);
        if (record.wrong() >= rules.goldFailures() && record.wrong() > rules.goldShare() * record.shown()) {
            return Optional.of(ExclusionReason.GOLD_FAILED);
        }
        boolean oneValue = given.stream().map(CastVote::answer).distinct().count() == 1;
        return given.size() >= rules.straightLine() && oneValue
                ? Optional.of(ExclusionReason.STRAIGHT_LINER)
                : Optional.empty();
    }

    /// The order in which votes are looked at: by time, ties by id.
    static final Comparator<CastVote> BY_TIME =
            Comparator.comparing(CastVote::castAt).thenComparing(CastVote::id);
}
