package art.pinhua.platform.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

    @Inject
    AgroalDataSource application;

    @ConfigProperty(name = "test.superuser")
    String superuser;

    @ConfigProperty(name = "test.superuser-password")
    String superuserPassword;

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

    /// A job that is ready while its place in the queue is taken would never be claimed.
    @Test
    void whatCannotBeTakenFromTheQueueStaysWithItsThread() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var id = submit(job -> {
            begun.countDown();
            while (!release.await(100, TimeUnit.MILLISECONDS)) {
                job.stillWanted();
            }
        });
        assertTrue(begun.await(2, TimeUnit.MINUTES));
        var queue = ends.row(id).lane().table();
        asSuperuser("create function planted_refusal() returns trigger language plpgsql as"
                + " 'begin raise exception ''planted''; end'");
        asSuperuser("create trigger planted before update on " + queue + " for each row"
                + " when (new.task_instance = '" + id + "' and not new.picked) execute function planted_refusal()");
        try {
            assertThrows(JobDatabaseException.class, () -> rows.takeAway(id, 1, "taken away", Duration.ZERO));
        } finally {
            asSuperuser("drop trigger planted on " + queue);
            asSuperuser("drop function planted_refusal");
        }
        assertEquals(JobState.RUNNING, ends.row(id).state());
        release.countDown();
        assertEquals(1, ends.await(id).attempt());
    }

    private void asSuperuser(String sql) throws SQLException {
        var url = application
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .jdbcUrl();
        try (var connection = DriverManager.getConnection(url, superuser, superuserPassword);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private UUID submit(PlantedWork.Course course) {
        var subject = UUID.randomUUID();
        impatient.courses.put(subject, course);
        return jobs.submit(PlantedImpatience.KIND, subject).id();
    }
}
