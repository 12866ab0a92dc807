package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StagesTest {
    private final AtomicLong nanos = new AtomicLong(7);
    private final List<String> told = new ArrayList<>();
    private final Stages stages = new Stages(told::add, nanos::get);

    private void done(int pictures, int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        stages.done(pictures);
    }

    @Test
    void theTimeLeftIsToldEveryTenSeconds() {
        stages.begin("prompts", 500);
        done(4, 4);
        done(8, 8);
        done(5, 5);
        done(183, 5);
        assertEquals(
                List.of(
                        "prompts: 500 pictures",
                        "prompts: 12 of 500 (2 %), 1.00 pictures/s, 8:08 left",
                        "prompts: 200 of 500 (40 %), 9.09 pictures/s, 0:33 left"),
                told);
    }

    @Test
    void aStageOfUnknownLengthHasNoTimeLeft() {
        stages.begin("spread", 0);
        done(32, 16);
        assertEquals(List.of("spread", "spread: 32, 2.00 pictures/s"), told);
    }
}
