package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.contract.RunEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparationTest {
    private final List<RunEvent> told = new ArrayList<>();
    private long nanos;

    @Test
    void theFirstPartIsToldAtOnceAndManyPartsInOneLineASecond() {
        var preparation = new Preparation(25, 2_000, told::add, () -> {}, () -> nanos);
        for (int i = 0; i < 1_000; i++) {
            preparation.did(1);
            nanos += 2_500_000;
        }
        assertEquals(
                List.of(
                        new RunEvent.Preparing(25, 1, 2_000),
                        new RunEvent.Preparing(25, 401, 2_000),
                        new RunEvent.Preparing(25, 801, 2_000)),
                told);
    }

    @Test
    void aWishToStopEndsItAfterItWasTold() {
        var stop = new StopRequest();
        stop.stop();
        var preparation = new Preparation(0, 4, told::add, stop::check);
        assertThrows(StopRequest.Stopped.class, () -> preparation.did(2));
        assertEquals(List.of(new RunEvent.Preparing(0, 2, 4)), told);
    }
}
