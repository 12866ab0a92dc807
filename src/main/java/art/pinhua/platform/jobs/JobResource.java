package art.pinhua.platform.jobs;

import art.pinhua.platform.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Long work as curators see it.
@Path("/api/jobs")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class JobResource {
    private static final int MOST = 500;

    private final Jobs jobs;

    JobResource(Jobs jobs) {
        this.jobs = jobs;
    }

    public record JobView(
            UUID id,
            String kind,
            JobLane lane,
            UUID subjectId,
            JobState state,
            int attempt,
            int failures,
            long stepsDone,
            long stepsTotal,
            @Nullable String message,
            @Nullable WaitReason waitReason,
            boolean cancelRequested,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {
        public static JobView of(Job job) {
            return new JobView(
                    job.id(),
                    job.kind(),
                    job.lane(),
                    job.subjectId(),
                    job.state(),
                    job.attempt(),
                    job.failures(),
                    job.stepsDone(),
                    job.stepsTotal(),
                    job.message(),
                    job.waitReason(),
                    job.cancelRequested(),
                    job.createdAt(),
                    job.startedAt(),
                    job.endedAt());
        }
    }

    /// @param byState of all jobs, however many are listed; a state that none is in is absent
    public record JobCounts(Map<JobState, Long> byState) {}

    /// What runs, what waits, then the newest of what is over.
    @GET
    @RunOnVirtualThread
    public List<JobView> list(@QueryParam("limit") @DefaultValue("50") @Min(1) @Max(MOST) int limit) {
        return jobs.liveFirst(limit).stream().map(JobView::of).toList();
    }

    @GET
    @Path("/counts")
    @RunOnVirtualThread
    public JobCounts counts() {
        return new JobCounts(jobs.countByState());
    }

    @GET
    @Path("/{id}/attempts")
    @RunOnVirtualThread
    public List<JobAttempt> attempts(@PathParam("id") UUID id) {
        return jobs.attempts(id);
    }

    @POST
    @Path("/{id}/cancel")
    @RunOnVirtualThread
    public JobView cancel(@PathParam("id") UUID id) {
        return JobView.of(jobs.stop(id));
    }
}
