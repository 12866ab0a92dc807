package art.pinhua.platform.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.fault.FaultReport;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many jobs that fail together (row 21), and a pool without a connection left (row 20).
@QuarkusTest
@Tag("slow")
class JobStormTest {
    private static final int MANY = 500;

    @Inject
    Jobs jobs;

    @Inject
    JobRows rows;

    @Inject
    JobSettings settings;

    @Inject
    PlantedWork work;

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry meters;

    @Test
    void whatFailsTogetherEndsDeadAfterAllItsTries() throws Exception {
        Map<UUID, AtomicInteger> attempts = new ConcurrentHashMap<>();
        var ids = new ArrayList<UUID>();
        long began = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            var subject = UUID.randomUUID();
            var tries = new AtomicInteger();
            attempts.put(subject, tries);
            work.courses.put(subject, job -> {
                tries.incrementAndGet();
                throw new IOException("all at once");
            });
            ids.add(jobs.submit(PlantedWork.KIND, subject).id());
        }
        for (var id : ids) {
            await(id, Duration.ofMinutes(3));
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        for (var id : ids) {
            var end = rows.find(id).orElseThrow();
            assertEquals(JobState.DEAD, end.state());
            assertEquals("all at once", end.message());
        }
        var tries =
                attempts.values().stream().map(AtomicInteger::get).distinct().toList();
        assertEquals(List.of(3), tries);
        FaultReport.row(
                21,
                MANY + " jobs that fail together",
                "each tried " + tries.getFirst() + " times and dead with its reason, all within "
                        + FaultReport.seconds(took));
    }

    @Test
    void aHeartBeatsWhenEveryConnectionIsTaken() throws Exception {
        double before = takeovers();
        var release = new CountDownLatch(1);
        var began = new CountDownLatch(1);
        var subject = UUID.randomUUID();
        work.courses.put(subject, job -> {
            began.countDown();
            release.await();
        });
        var id = jobs.submit(PlantedWork.KIND, subject).id();
        assertTrue(began.await(30, TimeUnit.SECONDS));
        var lease = settings.heartbeat().multipliedBy(JobLane.MISSED_HEARTBEATS);
        var taken = new ArrayList<Connection>();
        try {
            for (int i = 0;
                    i
                            < database.getConfiguration()
                                    .connectionPoolConfiguration()
                                    .maxSize();
                    i++) {
                taken.add(database.getConnection());
            }
            TimeUnit.MILLISECONDS.sleep(lease.multipliedBy(2).toMillis());
        } finally {
            for (var connection : taken) {
                connection.close();
            }
        }
        release.countDown();
        await(id, Duration.ofSeconds(30));
        assertEquals(1, rows.find(id).orElseThrow().attempt(), "nobody thought the worker dead");
        assertEquals(before, takeovers());
        FaultReport.row(
                20,
                "every connection of the pool taken for two leases (" + 2 * lease.toSeconds() + " s)",
                "signs of life have connections of their own: 0 jobs taken from the living");
    }

    private double takeovers() {
        return meters.counter("pinhua.job.takeovers").count();
    }

    private void await(UUID id, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!List.of(JobState.DONE, JobState.DEAD, JobState.FAILED)
                .contains(rows.find(id).orElseThrow().state())) {
            assertTrue(System.nanoTime() < end, () -> "still " + rows.find(id));
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
