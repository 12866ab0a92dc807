package art.pinhua.vote;

import art.pinhua.campaign.Assignments;
import art.pinhua.campaign.CampaignState;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.rater.Rater;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/// Stores an answer exactly once in effect: the client's id decides, however often and however concurrently it is sent.
@ApplicationScoped
class VoteRecorder {
    private final VoteRows votes;
    private final Assignments assignments;
    private final MeterRegistry meters;

    VoteRecorder(VoteRows votes, Assignments assignments, MeterRegistry meters) {
        this.votes = votes;
        this.assignments = assignments;
        this.meters = meters;
    }

    record Recorded(Receipt.State state, Assignments.Facts shown) {}

    /// Stores the vote, or finds it stored. Refuses what was not shown to this rater, another body under the same id,
    /// and a second vote on the same assignment that does not take back the first.
    @Transactional
    Recorded record(NewVote vote, Rater rater) {
        var shown = assignments
                .answerable(vote.assignmentId(), rater.id(), vote.token())
                .orElseThrow(() -> new ProblemException(
                        VoteProblem.ASSIGNMENT_NOT_YOURS, "The token does not belong to the assignment and to you."));
        Ballot.check(vote, shown.taskKind());
        String hash = DigestUtils.sha256Hex(Ballot.content(vote));
        if (vote.supersedes() != null && votes.bodyHash(vote.voteId()).isPresent()) {
            return stored(vote, hash, shown);
        }
        var standing = vote.supersedes() == null
                ? new VoteRows.Standing(hash, 0, shown.lapsed())
                : undo(vote.supersedes(), shown, hash);
        if (!votes.add(vote, shown, rater, standing)) {
            return stored(vote, hash, shown);
        }
        votes.addMarks(vote);
        assignments.close(shown.id(), answerOf(vote, standing));
        count(shown, answerOf(vote, standing).name());
        return new Recorded(Receipt.State.STORED, shown);
    }

    private VoteRows.Standing undo(UUID supersedes, Assignments.Facts shown, String hash) {
        var earlier = votes.earlier(supersedes)
                .filter(vote ->
                        vote.assignmentId().equals(shown.id()) && vote.raterId().equals(shown.raterId()))
                .orElseThrow(() -> refusal("It is not a vote of yours on this assignment."));
        if (!earlier.recent()) {
            throw refusal("Only your last ten votes can be taken back.");
        }
        if (shown.campaignState() != CampaignState.OPEN) {
            throw refusal("The campaign is closed.");
        }
        return new VoteRows.Standing(hash, earlier.revision() + 1, earlier.late());
    }

    private static ProblemException refusal(String detail) {
        return new ProblemException(VoteProblem.UNDO_REFUSED, detail);
    }

    /// The insert met an earlier row: the same vote again, or another one.
    private Recorded stored(NewVote vote, String hash, Assignments.Facts shown) {
        var present = votes.bodyHash(vote.voteId());
        if (present.isEmpty()) {
            count(shown, "REFUSED");
            throw new ProblemException(
                    VoteProblem.ALREADY_VOTED,
                    "Take the stored vote back with supersedes, or go on with the next task.");
        }
        if (!present.get().equals(hash)) {
            count(shown, "REFUSED");
            throw new ProblemException(VoteProblem.VOTE_ID_TAKEN, "The first vote with this id stays as it is.");
        }
        count(shown, "ALREADY_STORED");
        return new Recorded(Receipt.State.ALREADY_STORED, shown);
    }

    private static Assignments.Answer answerOf(NewVote vote, VoteRows.Standing standing) {
        if (vote.skipReason() != null) {
            return Assignments.Answer.SKIPPED;
        }
        return standing.late() ? Assignments.Answer.LATE : Assignments.Answer.ANSWERED;
    }

    private void count(Assignments.Facts shown, String outcome) {
        meters.counter(
                        "pinhua.votes",
                        "campaign_kind",
                        shown.campaignKind().name().toLowerCase(Locale.ROOT),
                        "outcome",
                        outcome.toLowerCase(Locale.ROOT))
                .increment();
    }
}
