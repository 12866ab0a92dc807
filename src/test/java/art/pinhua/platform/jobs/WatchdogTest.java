package art.pinhua.platform.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Jobs whose process lives but whose work does not get on.
@QuarkusTest
class WatchdogTest {
    @Inject
    Jobs jobs;

    @Inject
    JobRows rows;

    @Inject
    JobEnds ends;

    @Inject
    PlantedImpatience impatient;

    private final UUID subject = UUID.randomUUID();

    /// Its heart beats all the while: the thread sleeps, the process lives.
    @Test
    void silentWorkIsInterruptedAndTriedAgain() {
        impatient.courses.put(subject, job -> {
            if (job.attempt() == 1) {
                Thread.sleep(60_000);
            }
        });
        var end = ends.await(jobs.submit(PlantedImpatience.KIND, subject).id());
        assertEquals(JobState.DONE, end.state());
        assertEquals(2, end.attempt());
        assertEquals(1, end.failures());
        assertEquals("no progress for 5 s", end.message());
    }

    /// Such as the wait for a turn, which whoever has the turn bounds.
    @Test
    void waitingThatIsLookedAfterIsNoSilence() {
        impatient.courses.put(subject, job -> {
            for (int i = 0; i < 70 && job.stillWanted(); i++) {
                Thread.sleep(100);
            }
        });
        var end = ends.await(jobs.submit(PlantedImpatience.KIND, subject).id());
        assertEquals(JobState.DONE, end.state());
        assertEquals(1, end.attempt());
    }

    @Test
    void tellingTheSameAgainIsNoProgress() {
        impatient.courses.put(subject, job -> {
            while (job.attempt() == 1) {
                job.progress(1, 2, "still");
                Thread.sleep(50);
            }
        });
        var end = ends.await(jobs.submit(PlantedImpatience.KIND, subject).id());
        assertEquals(JobState.DONE, end.state());
        assertEquals(1, end.failures());
    }

    /// Work that swallows the interrupt keeps its thread, but not its job: what it writes later is refused.
    @Test
    void workThatDoesNotEvenNoticeLosesItsJob() throws Exception {
        var release = new CountDownLatch(1);
        var late = new CompletableFuture<Throwable>();
        impatient.courses.put(subject, job -> {
            if (job.attempt() > 1) {
                return;
            }
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException swallowed) { // deaf on purpose
                }
            }
            try {
                job.write(() -> rows.progress(job.id(), 1, 9, 9, "too late"));
                late.complete(new AssertionError("it wrote"));
            } catch (FencedOut refused) {
                late.complete(refused);
                throw refused;
            }
        });
        var end = ends.await(jobs.submit(PlantedImpatience.KIND, subject).id());
        assertEquals(JobState.DONE, end.state());
        assertEquals(2, end.attempt());
        release.countDown();
        assertInstanceOf(FencedOut.class, late.get(2, TimeUnit.MINUTES));
        assertEquals("no progress for 5 s", ends.row(end.id()).message());
    }
}
