package art.pinhua.vote;

import art.pinhua.campaign.Assignments;
import art.pinhua.platform.sql.DatabaseAway;
import art.pinhua.rater.CurrentRater;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/// Takes votes. The answer holds the rater's next tasks, so that nobody waits between two of them.
@Path("/api/rating/votes")
public class VoteResource {
    private final VoteRecorder recorder;
    private final Assignments assignments;
    private final CurrentRater current;
    private final VoteMetrics metrics;

    VoteResource(VoteRecorder recorder, Assignments assignments, CurrentRater current, VoteMetrics metrics) {
        this.recorder = recorder;
        this.assignments = assignments;
        this.current = current;
        this.metrics = metrics;
    }

    @POST
    @RunOnVirtualThread
    @PermitAll
    public Receipt cast(@Valid NewVote vote) {
        var sample = Timer.start();
        try {
            current.countVote();
            return receiptAtLast(vote);
        } finally {
            sample.stop(metrics.duration());
        }
    }

    /// Once more when the database dropped us: the vote's id makes that harmless, whatever became of the first try.
    private Receipt receiptAtLast(NewVote vote) {
        try {
            return receipt(vote);
        } catch (RuntimeException e) {
            if (!DatabaseAway.in(e)) {
                throw e;
            }
            return receipt(vote);
        }
    }

    private Receipt receipt(NewVote vote) {
        var rater = current.known();
        var recorded = recorder.record(vote, rater);
        return new Receipt(vote.voteId(), recorded.state(), assignments.ahead(recorded.shown(), rater));
    }
}
