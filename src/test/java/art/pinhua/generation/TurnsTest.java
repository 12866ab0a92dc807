package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.Wait;
import art.pinhua.platform.jobs.JobPriority;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TurnsTest {
    @Test
    void whoIsInAGreaterHurryGoesFirst() throws InterruptedException {
        var turns = new Turns();
        var order = new CopyOnWriteArrayList<JobPriority>();
        var first = turns.take(JobPriority.BACKGROUND, () -> true).orElseThrow();
        var arrivals = List.of(JobPriority.BACKGROUND, JobPriority.USUAL, JobPriority.WAITED_FOR).stream()
                .map(hurry -> {
                    var thread = Thread.ofPlatform().start(() -> {
                        try (var turn = turns.take(hurry, () -> true).orElseThrow()) {
                            order.add(hurry);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                    Wait.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
                    return thread;
                })
                .toList();
        first.close();
        for (var thread : arrivals) {
            thread.join();
        }
        assertEquals(List.of(JobPriority.WAITED_FOR, JobPriority.USUAL, JobPriority.BACKGROUND), order);
    }

    @Test
    void whoeverLeavesIsNotWaitedFor() throws InterruptedException {
        var turns = new Turns();
        var first = turns.take(JobPriority.USUAL, () -> true).orElseThrow();
        assertEquals(Optional.empty(), turns.take(JobPriority.WAITED_FOR, () -> false));
        first.close();
        turns.take(JobPriority.BACKGROUND, () -> false).orElseThrow().close();
    }
}
