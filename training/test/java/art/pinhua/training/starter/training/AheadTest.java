package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AheadTest {
    @Test
    void eachIsMadeOnceAndGivenInItsTurn() {
        var made = new AtomicInteger();
        var ahead = new Ahead<Integer>(150, i -> {
            made.incrementAndGet();
            return i * i;
        });
        for (int i = 3; i < 150; i++) {
            assertEquals(i * i, ahead.apply(i));
        }
        assertEquals(IntStream.range(3, 150).count(), made.get());
    }
}
