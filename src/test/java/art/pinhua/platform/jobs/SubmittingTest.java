package art.pinhua.platform.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import art.pinhua.Wait;
import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// Work that is asked for in the moment in which the live job of its subject ends.
@QuarkusTest
class SubmittingTest {
    private static final int SUBMITTERS = 4;
    private static final int TIMES = 25;

    @Inject
    Jobs jobs;

    @Inject
    JobRows rows;

    @Inject
    JobWorks works;

    @Inject
    JobQueues queues;

    @Inject
    LiveEvents events;

    @Inject
    Ids ids;

    @Inject
    AuditLog audit;

    @Inject
    JobWishes wishes;

    @Inject
    DataSource database;

    @Inject
    PlantedWork work;

    @Inject
    JobEnds ends;

    private final UUID subject = UUID.randomUUID();

    @Test
    void whatEndsBeforeItIsFoundIsFollowedByAnother() {
        var ending = insert();
        var next = submit(interrupted(() -> rows.cancelReady(ending), () -> {}));
        assertNotEquals(ending, next);
        assertEquals(JobState.CANCELLED, ends.row(ending).state());
        assertEquals(JobState.DONE, ends.await(next).state());
        assertEquals(2, jobs.newest(PlantedWork.KIND, subject, 10).size());
    }

    @Test
    void whatSomebodyElseSubmitsMeanwhileIsTaken() {
        var ending = insert();
        var other = UUID.randomUUID();
        var taken = submit(interrupted(() -> rows.cancelReady(ending), () -> insert(other)));
        assertEquals(other, taken);
        assertEquals(2, jobs.newest(PlantedWork.KIND, subject, 10).size());
        QuarkusTransaction.requiringNew().run(() -> rows.cancelReady(other));
    }

    @Test
    void whileJobsEndAllTheTimeNobodyIsRefusedAndNoTwoRunAtOnce() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        work.courses.put(subject, job -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                Wait.pause(5); // time for a second one to come
            } finally {
                running.decrementAndGet();
            }
        });
        Callable<List<UUID>> submitter =
                () -> Stream.generate(() -> submit(jobs)).limit(TIMES).toList();
        var submitted = new HashSet<UUID>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(Collections.nCopies(SUBMITTERS, submitter))) {
                submitted.addAll(each.get());
            }
        }
        submitted.forEach(id -> assertEquals(JobState.DONE, ends.await(id).state()));
        assertEquals(1, most.get());
    }

    /// Jobs to which other transactions happen: one after the row of a live job was in the way, and one after it was
    /// not found any more.
    private Jobs interrupted(Runnable before, Runnable after) {
        var late = new JobRows(database) {
            @Override
            Optional<Job> live(String kind, UUID subjectId) {
                QuarkusTransaction.requiringNew().run(before);
                var found = super.live(kind, subjectId);
                QuarkusTransaction.requiringNew().run(after);
                return found;
            }
        };
        return new Jobs(late, works, queues, events, ids, audit, wishes);
    }

    private UUID submit(Jobs submitting) {
        var job = QuarkusTransaction.requiringNew().call(() -> submitting.submit(PlantedWork.KIND, subject));
        return job.id();
    }

    private UUID insert() {
        var id = UUID.randomUUID();
        insert(id);
        return id;
    }

    /// A job that no worker will take, since it is in no queue.
    private void insert(UUID id) {
        rows.insert(id, PlantedWork.KIND, JobLane.OTHER, subject, "{}");
    }
}
