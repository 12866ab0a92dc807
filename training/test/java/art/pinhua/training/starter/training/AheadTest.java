package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletionException;
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

    @Test
    void noMoreThreadsAreBusyThanWereAskedFor() {
        var busy = new AtomicInteger();
        var most = new AtomicInteger();
        var ahead = new Ahead<Integer>(64, 2, i -> {
            most.accumulateAndGet(busy.incrementAndGet(), Math::max);
            for (int spin = 0; spin < 10_000; spin++) {
                Thread.onSpinWait();
            }
            busy.decrementAndGet();
            return i;
        });
        assertEquals(0, ahead.apply(0));
        assertTrue(most.get() >= 1 && most.get() <= 2, "busy at once: " + most);
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
