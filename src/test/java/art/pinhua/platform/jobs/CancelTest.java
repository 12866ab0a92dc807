package art.pinhua.platform.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Jobs that somebody wants no more.
@QuarkusTest
class CancelTest {
    @Inject
    Jobs jobs;

    @Inject
    JobRows rows;

    @Inject
    JobAttempts attempts;

    @Inject
    PlantedWork work;

    @Inject
    JobEnds ends;

    private final UUID subject = UUID.randomUUID();

    @Test
    void whatALostWorkerLeftRunningIsClearedAwayBeforeACancelledJobEnds() {
        var id = ends.waiting(subject);
        rows.claim(id, "dies");
        jobs.cancel(id);
        work.courses.put(subject, job -> {
            throw new AssertionError("cancelled work began");
        });
        assertTrue(attempts.attempt(id, () -> false).isEmpty());
        assertEquals(JobState.CANCELLED, ends.row(id).state());
        assertTrue(work.clearedAway.contains(id));
    }

    @Test
    void runningWorkNoticesThatItIsCancelled() throws Exception {
        var began = new CountDownLatch(1);
        work.courses.put(subject, job -> {
            began.countDown();
            while (true) {
                job.check();
                Thread.sleep(20);
            }
        });
        var job = jobs.submit(PlantedWork.KIND, subject);
        assertTrue(began.await(2, TimeUnit.MINUTES));
        jobs.cancel(job.id());
        assertEquals(JobState.CANCELLED, ends.await(job.id()).state());
        assertEquals(JobState.CANCELLED, jobs.cancel(job.id()).state(), "twice is once");
    }

    @Test
    void waitingWorkIsCancelledAtOnce() {
        var id = ends.waiting(subject);
        assertEquals(JobState.CANCELLED, jobs.cancel(id).state());
        assertEquals(1, work.endings(id));
        assertTrue(attempts.attempt(id, () -> false).isEmpty());
        assertEquals(JobState.CANCELLED, ends.row(id).state());
    }

    @Test
    void endedWorkCannotBeCancelled() {
        var id = ends.await(jobs.submit(PlantedWork.KIND, subject).id()).id();
        var refusal = assertThrows(ProblemException.class, () -> jobs.cancel(id));
        assertEquals(JobProblem.JOB_ENDED, refusal.code());
    }
}
