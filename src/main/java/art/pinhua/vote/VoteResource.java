package art.pinhua.vote;

import art.pinhua.campaign.Assignments;
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
            return receipt(vote);
        } finally {
            sample.stop(metrics.duration());
        }
    }

    private Receipt receipt(NewVote vote) {
        current.countVote();
        var rater = current.known();
        var recorded = recorder.record(vote, rater);
        return new Receipt(vote.voteId(), recorded.state(), assignments.ahead(recorded.shown(), rater));
    }
}
