package art.pinhua.platform.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.DiskRoom;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Attempts at jobs where what is free on the disk is kept for votes.
@QuarkusTest
class NearlyFullDiskTest {
    @Inject
    JobRows rows;

    @Inject
    JobWorks works;

    @Inject
    JobWishes wishes;

    @Inject
    JobMetrics metrics;

    @Inject
    JobSettings settings;

    @Inject
    JobWatchdog watchdog;

    @Inject
    RandomGenerator random;

    @Inject
    DataFolder data;

    @Test
    void importsAndSnapshotsWait() {
        for (String kind : new String[] {"import-model", "freeze"}) {
            Job job = attempted(kind);
            assertEquals(JobState.READY, job.state(), kind);
            assertEquals(0, job.failures(), kind);
            assertEquals(WaitReason.NO_ROOM, job.waitReason(), kind);
            assertTrue(String.valueOf(job.message()).contains("are kept for votes"), job::toString);
        }
    }

    @Test
    void whatMakesNoFilesGoesOn() {
        assertEquals(JobState.DONE, attempted(PlantedWork.KIND).state());
    }

    private Job attempted(String kind) {
        var full = new DiskRoom(data, new MemorySize(BigInteger.valueOf(Long.MAX_VALUE)));
        var attempts = new JobAttempts(rows, works, wishes, metrics, settings, watchdog, full, random);
        UUID id = rows.insert(UUID.randomUUID(), kind, works.named(kind).lane(), UUID.randomUUID(), "{}")
                .orElseThrow()
                .id();
        attempts.attempt(id, () -> false);
        return rows.find(id).orElseThrow();
    }
}
