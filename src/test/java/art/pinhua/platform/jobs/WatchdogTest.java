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

/// Jobs whose process lives but whose work does not get on; two at a time, as many as their lane has
/// threads.
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

    /// The heart of the silent one beats all the while: its thread sleeps, the process lives. The other
    /// waits as for a turn, which whoever has the turn bounds.
    @Test
    void silentWorkIsTriedAgainAndWaitingThatIsLookedAfterIsNoSilence() {
        var silent = submit(job -> {
            if (job.attempt() == 1) {
                Thread.sleep(60_000);
            }
        });
        var waiting = submit(job -> {
            for (int i = 0; i < 70 && job.stillWanted(); i++) {
                Thread.sleep(100);
            }
        });
        var tried = ends.await(silent);
        assertEquals(JobState.DONE, tried.state());
        assertEquals(2, tried.attempt());
        assertEquals(1, tried.failures());
        assertEquals("no progress for 5 s", tried.message());
        var lookedAfter = ends.await(waiting);
        assertEquals(JobState.DONE, lookedAfter.state());
        assertEquals(1, lookedAfter.attempt());
    }

    /// Work that swallows the interrupt keeps its thread, but not its job: what it writes later is
    /// refused.
    @Test
    void tellingTheSameIsNoProgressAndWorkThatDoesNotEvenNoticeLosesItsJob() throws Exception {
        var still = submit(job -> {
            while (job.attempt() == 1) {
                job.progress(1, 2, "still");
                Thread.sleep(50);
            }
        });
        var release = new CountDownLatch(1);
        var late = new CompletableFuture<Throwable>();
        var deaf = submit(job -> {
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
        var told = ends.await(still);
        assertEquals(JobState.DONE, told.state());
        assertEquals(1, told.failures());
        var end = ends.await(deaf);
        assertEquals(JobState.DONE, end.state());
        assertEquals(2, end.attempt());
        release.countDown();
        assertInstanceOf(FencedOut.class, late.get(2, TimeUnit.MINUTES));
        assertEquals("no progress for 5 s", ends.row(end.id()).message());
    }

    private UUID submit(PlantedWork.Course course) {
        var subject = UUID.randomUUID();
        impatient.courses.put(subject, course);
        return jobs.submit(PlantedImpatience.KIND, subject).id();
    }
}
