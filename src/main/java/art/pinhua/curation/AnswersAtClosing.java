package art.pinhua.curation;

import art.pinhua.curation.Curations.Closing;
import art.pinhua.curation.Curations.PairAnswer;
import art.pinhua.curation.Curations.RaterAnswers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/// What raters had answered to pairs when each was closed. Later votes change neither an answer nor whether
/// the rater counts, so that what was once seen of a closed rater is seen whenever one looks. Only who
/// withdraws is gone from all of it, since nobody's votes are used after that.
final class AnswersAtClosing {

    private final Ballots ballots;
    private final CurationRules rules;
    private final Closing closing;

    AnswersAtClosing(Ballots ballots, CurationRules rules, Closing closing) {
        this.ballots = ballots;
        this.rules = rules;
        this.closing = closing;
    }

    /// Raters who answered at all, by id.
    List<RaterAnswers> byRater() {
        var byRater = new TreeMap<UUID, List<CastVote>>();
        for (CastVote vote : ballots.votes().stream().sorted(Exclusions.BY_TIME).toList()) {
            byRater.computeIfAbsent(vote.raterId(), r -> new ArrayList<>()).add(vote);
        }
        var raters = new ArrayList<RaterAnswers>();
        byRater.forEach((rater, votes) -> {
            List<PairAnswer> given = withdrawn(rater) ? List.of() : given(votes);
            if (!given.isEmpty()) {
                Instant closed = closing.of(given);
                raters.add(new RaterAnswers(rater, closed, standing(votes, closed)));
            }
        });
        return raters;
    }

    private boolean withdrawn(UUID rater) {
        return ballots.raters().get(rater) instanceof Ballots.Rater known && known.withdrawn();
    }

    /// Each answer by itself, whatever became of it.
    private List<PairAnswer> given(List<CastVote> votes) {
        return votes.stream()
                .filter(vote -> vote.isPair() && vote.complete() && !vote.late())
                .map(vote -> answer(vote, vote.goldBest().isEmpty() && !Exclusions.tooFast(vote, rules)))
                .toList();
    }

    /// The answers of one rater as they stood at that time, in the order of their first versions.
    private List<PairAnswer> standing(List<CastVote> votes, Instant closed) {
        var standing = new LinkedHashMap<UUID, CastVote>();
        votes.stream()
                .filter(vote -> !vote.castAt().isAfter(closed))
                .forEach(vote -> standing.put(vote.assignment(), vote.standing()));
        var exclusions = Exclusions.of(List.copyOf(standing.values()), ballots.raters(), rules);
        return standing.values().stream()
                .filter(vote -> vote.isPair() && vote.complete() && exclusions.answers(vote))
                .map(vote -> answer(vote, exclusions.counts(vote)))
                .toList();
    }

    private static PairAnswer answer(CastVote vote, boolean counts) {
        return new PairAnswer(
                vote.taskId(),
                vote.images().get(0),
                vote.images().get(1),
                counts ? (Double) leftScore(vote) : null,
                vote.castAt());
    }

    private static double leftScore(CastVote vote) {
        return .5 + .5 * Integer.compare(vote.ranks().get(1), vote.ranks().get(0));
    }
}
