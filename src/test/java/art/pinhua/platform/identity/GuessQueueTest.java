package art.pinhua.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GuessQueueTest {
    @Test
    void whoFindsTheQueueFullIsSentAwayAndMayComeAgain() throws InterruptedException {
        var queue = new GuessQueue(1, 0);
        var inside = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> queue.inTurn(() -> {
            inside.countDown();
            awaitUninterruptibly(done);
            return "first";
        }));
        inside.await();
        assertEquals(Optional.empty(), queue.inTurn(() -> "second"));
        done.countDown();
        assertEquals(Optional.of("first"), first.join());
        assertEquals(Optional.of("third"), queue.inTurn(() -> "third"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
