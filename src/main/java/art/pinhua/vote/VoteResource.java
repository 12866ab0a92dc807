package art.pinhua.vote;

import art.pinhua.campaign.Assignments;
import art.pinhua.rater.CurrentRater;
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

    VoteResource(VoteRecorder recorder, Assignments assignments, CurrentRater current) {
        this.recorder = recorder;
        this.assignments = assignments;
        this.current = current;
    }

    @POST
    @RunOnVirtualThread
    @PermitAll
    public Receipt cast(@Valid NewVote vote) {
        current.countVote();
        var rater = current.known();
        var recorded = recorder.record(vote, rater);
        return new Receipt(vote.voteId(), recorded.state(), assignments.ahead(recorded.shown(), rater));
    }
}
