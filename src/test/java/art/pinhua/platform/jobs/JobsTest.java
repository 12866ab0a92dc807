package art.pinhua.platform.jobs;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JobsTest {
    @Inject
    Jobs jobs;

    @Inject
    JobRows rows;

    @Inject
    JobAttempts attempts;

    @Inject
    JobWishes wishes;

    @Inject
    PlantedWork work;

    @Inject
    JobEnds ends;

    private final UUID subject = UUID.randomUUID();

    private record Wish(int a) {}

    @Test
    void workIsDoneOnceAndItsEndIsTold() {
        work.courses.put(
                subject, job -> job.progress(3, 3, "all " + job.wish(Wish.class).a()));
        var job = jobs.submit(PlantedWork.KIND, subject, new Wish(1));
        var end = await(job.id());
        assertEquals(JobState.DONE, end.state());
        assertEquals(1, end.attempt());
        assertEquals("all 1", end.message());
        assertEquals(3, end.stepsDone());
        assertEquals(1, work.endings(job.id()));
    }

    @Test
    void submittingTwiceIsSubmittingOnce() throws Exception {
        var release = new CountDownLatch(1);
        work.courses.put(subject, job -> release.await());
        var first = jobs.submit(PlantedWork.KIND, subject);
        var again = new ConcurrentLinkedQueue<UUID>();
        var threads = List.of(1, 2, 3, 4).stream()
                .map(i -> Thread.startVirtualThread(
                        () -> again.add(jobs.submit(PlantedWork.KIND, subject).id())))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        assertEquals(List.of(first.id(), first.id(), first.id(), first.id()), List.copyOf(again));
        release.countDown();
        await(first.id());
        assertEquals(1, jobs.newest(PlantedWork.KIND, subject, 10).size());
        var next = jobs.submit(PlantedWork.KIND, subject);
        assertFalse(next.id().equals(first.id()), "after its end the subject may have another");
        await(next.id());
    }

    @Test
    void aRolledBackCallerNeverAsked() {
        assertThrows(
                IllegalArgumentException.class,
                () -> QuarkusTransaction.requiringNew().run(() -> {
                    jobs.submit(PlantedWork.KIND, subject);
                    throw new IllegalArgumentException("changed my mind");
                }));
        assertTrue(jobs.newest(PlantedWork.KIND, subject, 10).isEmpty());
    }

    @Test
    void anOldAttemptWritesNothing() {
        var id = waiting();
        var old = new RunningJob(rows.claim(id, "frozen").orElseThrow(), rows, wishes, () -> false);
        old.progress(1, 10, "before the freeze");
        var young = new RunningJob(rows.claim(id, "successor").orElseThrow(), rows, wishes, () -> false);

        var touched = new AtomicInteger();
        assertThrows(FencedOut.class, () -> old.write(touched::incrementAndGet));
        assertThrows(FencedOut.class, () -> old.progress(10, 10, "promoted"));
        assertThrows(FencedOut.class, () -> rows.end(id, old.attempt(), JobState.DONE, null));
        assertEquals(0, touched.get());
        assertEquals("before the freeze", row(id).message());

        young.write(touched::incrementAndGet);
        young.progress(10, 10, "done");
        assertEquals(1, touched.get());
        assertEquals("done", row(id).message());
    }

    @Test
    void aWriteThatFailsLeavesNothing() {
        var id = waiting();
        var running = new RunningJob(rows.claim(id, "worker").orElseThrow(), rows, wishes, () -> false);
        assertThrows(
                IllegalArgumentException.class,
                () -> running.write(() -> {
                    rows.progress(id, 1, 5, 5, "half");
                    throw new IllegalArgumentException("no");
                }));
        assertEquals(0, row(id).stepsDone());
    }

    @Test
    void failuresAreTriedAgainAndThenDead() {
        var runs = new AtomicInteger();
        work.courses.put(subject, job -> {
            runs.incrementAndGet();
            throw new IOException("disk " + job.attempt());
        });
        var end = await(jobs.submit(PlantedWork.KIND, subject).id());
        assertEquals(JobState.DEAD, end.state());
        assertEquals(3, runs.get());
        assertEquals("disk 3", end.message());
        assertEquals(1, work.endings(end.id()));
    }

    /// In the hands of the test, as in one queue they would come one after the other in any case.
    @Test
    void whatFailedTogetherDoesNotComeBackTogether() {
        var waits = new HashSet<Duration>();
        for (int i = 0; i < 8; i++) {
            var about = UUID.randomUUID();
            work.courses.put(about, job -> {
                throw new IOException("all at once");
            });
            waits.add(attempts.attempt(ends.waiting(about), () -> false).orElseThrow());
        }
        assertTrue(waits.size() > 1, waits::toString);
    }

    @Test
    void aSecondAttemptMayRepair() {
        work.courses.put(subject, job -> {
            if (job.attempt() == 1) {
                throw new IOException("once");
            }
        });
        var end = await(jobs.submit(PlantedWork.KIND, subject).id());
        assertEquals(JobState.DONE, end.state());
        assertEquals(2, end.attempt());
    }

    @Test
    void workMaySayThatTryingAgainIsUseless() {
        work.courses.put(subject, job -> {
            throw new JobFailed("the file is damaged");
        });
        var end = await(jobs.submit(PlantedWork.KIND, subject).id());
        assertEquals(JobState.FAILED, end.state());
        assertEquals(1, end.attempt());
        assertEquals("the file is damaged", end.message());
    }

    @Test
    void aWorkerThatDiesAgainAndAgainMakesTheJobDead() {
        var id = waiting();
        for (int i = 0; i < 3; i++) {
            rows.claim(id, "dies");
        }
        assertTrue(attempts.attempt(id, () -> false).isEmpty());
        assertEquals(JobState.DEAD, row(id).state());
        assertTrue(work.clearedAway.contains(id), "what the last one left running");
    }

    @Test
    void waitingIsNoFailure() {
        work.courses.put(subject, job -> {
            switch (job.attempt()) {
                case 1 -> throw new JobWaits("Too little room.");
                case 2 -> throw new UncheckedIOException(new IOException("No space left on device"));
                case 3 -> throw new IllegalStateException(new SQLException("gone", "57P01"));
                default -> {}
            }
        });
        var end = await(jobs.submit(PlantedWork.KIND, subject).id());
        assertEquals(JobState.DONE, end.state());
        assertEquals(4, end.attempt());
        assertEquals(0, end.failures());
    }

    @Test
    void whatRunsIsListedBeforeWhatWaitsAndThatBeforeWhatIsOver() {
        var running = waiting();
        rows.claim(running, "busy");
        var ready = ends.waiting(UUID.randomUUID());
        var over = ends.waiting(UUID.randomUUID());
        rows.cancelReady(over);
        var mine = List.of(running, ready, over);
        var listed =
                jobs.liveFirst(500).stream().map(Job::id).filter(mine::contains).toList();
        assertEquals(mine, listed);
        assertEquals(JobState.RUNNING, jobs.liveFirst(1).getFirst().state());
    }

    /// The first is held up so that the others wait together.
    @Test
    void theUrgentComesFirst() {
        var order = new ConcurrentLinkedQueue<JobPriority>();
        var ids = new ArrayList<UUID>();
        var pair = new CyclicBarrier(2);
        QuarkusTransaction.requiringNew().run(() -> {
            for (var priority : List.of(JobPriority.BACKGROUND, JobPriority.USUAL, JobPriority.WAITED_FOR)) {
                for (int i = 0; i < 4; i++) {
                    var about = UUID.randomUUID();
                    work.courses.put(about, inPairs(pair, () -> order.add(priority)));
                    ids.add(jobs.submit(PlantedWork.KIND, about, priority).id());
                }
            }
        });
        ids.forEach(this::await);
        var began = List.copyOf(order);
        assertEquals(Set.of(JobPriority.WAITED_FOR), Set.copyOf(began.subList(0, 4)));
        assertEquals(Set.of(JobPriority.USUAL), Set.copyOf(began.subList(4, 8)));
        assertEquals(Set.of(JobPriority.BACKGROUND), Set.copyOf(began.subList(8, 12)));
    }

    @Test
    void waitingJobsBeginAsTheyAreArranged() {
        var order = new ConcurrentLinkedQueue<UUID>();
        var subjects = new ArrayList<UUID>();
        var ids = new ArrayList<UUID>();
        var pair = new CyclicBarrier(2);
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 0; i < 6; i++) {
                var about = UUID.randomUUID();
                work.courses.put(about, inPairs(pair, () -> order.add(about)));
                subjects.add(about);
                ids.add(jobs.submit(PlantedWork.KIND, about).id());
            }
            jobs.arrange(PlantedWork.KIND, subjects.reversed());
        });
        ids.forEach(this::await);
        var began = List.copyOf(order);
        for (int i = 0; i < 6; i += 2) {
            assertEquals(Set.copyOf(subjects.reversed().subList(i, i + 2)), Set.copyOf(began.subList(i, i + 2)));
        }
    }

    /// Both threads of the lane take a job before either ends its own.
    private static PlantedWork.Course inPairs(CyclicBarrier pair, Runnable course) {
        return job -> {
            course.run();
            pair.await(2, TimeUnit.MINUTES);
        };
    }

    @Test
    void whatBecameOfEachAttemptIsKept() {
        var id = waiting();
        rows.claim(id, "dies");
        work.courses.put(subject, RunningJob::check);
        attempts.attempt(id, () -> true);
        work.courses.put(subject, job -> {
            job.progress(2, 5, "halfway");
            throw new IOException("disk full");
        });
        attempts.attempt(id, () -> false);
        work.courses.put(subject, job -> {});
        attempts.attempt(id, () -> false);

        var noted = jobs.attempts(id);
        assertEquals(
                List.of(1, 2, 3, 4), noted.stream().map(JobAttempt::attempt).toList());
        assertEquals(
                List.of(
                        JobAttempt.Outcome.LOST,
                        JobAttempt.Outcome.GIVEN_BACK,
                        JobAttempt.Outcome.ERROR,
                        JobAttempt.Outcome.DONE),
                noted.stream().map(JobAttempt::outcome).toList());
        assertEquals("dies", noted.getFirst().worker());
        assertEquals("disk full", noted.get(2).message());
        assertNull(noted.get(3).message(), "the error of an earlier attempt is not the last one's");
        assertEquals(2, noted.get(2).stepsDone());
        assertTrue(noted.stream().allMatch(each -> each.endedAt() != null));
    }

    @Test
    void aStoppingProcessGivesTheJobBackWithoutBlame() {
        var id = waiting();
        work.courses.put(subject, RunningJob::check);
        assertEquals(Duration.ZERO, attempts.attempt(id, () -> true).orElseThrow());
        assertEquals(JobState.READY, row(id).state());
        assertEquals(0, row(id).failures());
        assertTrue(attempts.attempt(id, () -> false).isEmpty());
        assertEquals(JobState.DONE, row(id).state());
    }

    @Test
    void watchersSeeEveryStateUpToTheEnd() throws Exception {
        var release = new CountDownLatch(1);
        work.courses.put(subject, job -> release.await());
        var job = jobs.submit(PlantedWork.KIND, subject);
        var seen = jobs.watch(job.id())
                .invoke(each -> {
                    if (each.state() == JobState.RUNNING) {
                        release.countDown();
                    }
                })
                .collect()
                .asList()
                .subscribeAsCompletionStage();
        var states = seen.get(2, TimeUnit.MINUTES).stream().map(Job::state).toList();
        assertEquals(JobState.DONE, states.getLast());
        assertTrue(states.contains(JobState.RUNNING), states::toString);
    }

    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void curatorsSeeAndCancelJobs() {
        var id = waiting();
        Api.given().get("/api/jobs").then().statusCode(200).body("id", hasItem(id.toString()));
        Api.given().get("/api/jobs/counts").then().statusCode(200).body("byState.READY", greaterThan(0));
        Api.given().get("/api/jobs/{id}/attempts", id).then().statusCode(200).body("size()", equalTo(0));
        Api.given().get("/api/jobs/{id}/attempts", UUID.randomUUID()).then().statusCode(404);
        Api.given().post("/api/jobs/{id}/cancel", id).then().statusCode(200).body("state", equalTo("CANCELLED"));
        Api.given().post("/api/jobs/{id}/cancel", UUID.randomUUID()).then().statusCode(404);
        Api.given().get("/api/jobs?limit=0").then().statusCode(400).body("violations[0].field", equalTo("limit"));
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void expertsDoNot() {
        Api.given().get("/api/jobs").then().statusCode(403);
    }

    private UUID waiting() {
        return ends.waiting(subject);
    }

    private Job row(UUID id) {
        return ends.row(id);
    }

    private Job await(UUID id) {
        return ends.await(id);
    }
}
