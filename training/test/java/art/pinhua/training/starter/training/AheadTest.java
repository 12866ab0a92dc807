package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AheadTest {
    @Test
    void eachIsMadeOnceAndGivenInItsTurn() {
        var made = new AtomicInteger();
        var ahead = new Ahead<Integer>(150, 3, i -> {
            made.incrementAndGet();
            return i * i;
        });
        for (int i = 3; i < 150; i++) {
            assertEquals(i * i, ahead.apply(i));
        }
        assertEquals(IntStream.range(3, 150).count(), made.get());
    }

    /// Two make something at once, and none but they make anything.
    @Test
    void asManyThreadsAreBusyAsWereAskedFor() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        var both = new CyclicBarrier(2);
        var ahead = new Ahead<Integer>(64, 2, i -> {
            threads.add(Thread.currentThread());
            meet(both);
            return i;
        });
        assertEquals(0, ahead.apply(0));
        assertEquals(2, threads.size());
    }

    private static void meet(CyclicBarrier both) {
        try {
            int _ = both.await(180, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("no other one came", e);
        }
    }

    @Test
    void whatCannotBeMadeIsTold() {
        var ahead = new Ahead<Integer>(8, 2, i -> {
            throw new IllegalStateException("no paper");
        });
        var thrown = assertThrows(CompletionException.class, () -> ahead.apply(0));
        assertTrue(thrown.toString().contains("no paper"), thrown.toString());
    }
}
