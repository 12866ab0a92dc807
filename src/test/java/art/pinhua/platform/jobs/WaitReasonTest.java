package art.pinhua.platform.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.DiskRoom;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Why jobs wait longer than for their turn.
@QuarkusTest
class WaitReasonTest {
    @Inject
    JobRows rows;

    @Inject
    JobAttempts attempts;

    @Inject
    PlantedWork work;

    @Inject
    JobEnds ends;

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
    DiskRoom room;

    @Inject
    RandomGenerator random;

    @Inject
    DataSource database;

    private final UUID subject = UUID.randomUUID();

    @Test
    void itIsKnownBetweenAttemptsAndNotDuringThem() {
        var id = waiting();
        var during = new ArrayList<String>();
        var after = new ArrayList<String>();
        work.courses.put(subject, job -> {
            during.add(reason(id));
            switch (job.attempt()) {
                case 1 -> throw new JobWaits("Too little room.");
                case 2 -> throw new UncheckedIOException(new IOException("No space left on device"));
                case 3 -> throw new IllegalStateException(new SQLException("gone", "57P01"));
                case 4 -> throw new IOException("broken");
                default -> {}
            }
        });
        for (int i = 0; i < 5; i++) {
            attempts.attempt(id, () -> false);
            after.add(reason(id));
        }
        assertEquals(List.of("NO_ROOM", "NO_ROOM", "DATABASE_AWAY", "ATTEMPT_FAILED", "null"), after);
        assertEquals(Set.of("null"), Set.copyOf(during));
        assertEquals(5, during.size());
        assertEquals(JobState.DONE, ends.row(id).state());
        assertEquals(1, ends.row(id).failures());
    }

    @Test
    void whatAStoppingProcessGivesBackWaitsForItsTurnAlone() {
        var id = waiting();
        work.courses.put(subject, RunningJob::check);
        attempts.attempt(id, () -> true);
        assertEquals(JobState.READY, ends.row(id).state());
        assertEquals("null", reason(id));
    }

    /// The database went away with the answer: a queue that forgot the job would never come back to it.
    @Test
    void whatWasGivenBackWithoutAnAnswerComesBack() {
        var id = waiting();
        work.courses.put(subject, job -> {
            throw new JobWaits("Too little room.");
        });
        assertTrue(unanswered().attempt(id, () -> false).isPresent());
        assertEquals(JobState.READY, ends.row(id).state());
        assertEquals("NO_ROOM", reason(id));
    }

    private JobAttempts unanswered() {
        var unheard = new JobRows(database) {
            @Override
            Job giveBack(UUID id, int attempt, @Nullable WaitReason reason, @Nullable String message) {
                super.giveBack(id, attempt, reason, message);
                throw new JobDatabaseException(new SQLException("gone", "08006"));
            }
        };
        return new JobAttempts(unheard, works, wishes, metrics, settings, watchdog, room, random);
    }

    @Test
    void whatIsTakenFromItsThreadIsTriedAgainAndWhatIsCancelledWaitsForNothing() {
        var id = waiting();
        int attempt = rows.claim(id, "silent").orElseThrow().attempt();
        rows.takeAway(id, attempt, "no progress", Duration.ZERO);
        assertEquals("ATTEMPT_FAILED", reason(id));
        assertEquals(1, ends.row(id).failures());
        rows.cancelReady(id);
        assertEquals("null", reason(id));
    }

    /// A job that no worker will take, since it is in no queue.
    private UUID waiting() {
        return rows.insert(UUID.randomUUID(), PlantedWork.KIND, JobLane.OTHER, subject, "{}")
                .orElseThrow()
                .id();
    }

    private String reason(UUID id) {
        return String.valueOf(ends.row(id).waitReason());
    }
}
