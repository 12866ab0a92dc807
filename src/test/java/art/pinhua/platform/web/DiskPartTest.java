package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.SystemPart.Condition;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DiskPartTest {
    @Inject
    DiskPart disk;

    @Test
    void itTellsHowMuchIsFree() {
        var state = disk.state();
        assertEquals(Condition.UP, state.condition());
        var free = state.figures().getFirst();
        assertEquals("free", free.name());
        assertTrue(Long.parseLong(free.value()) > 0, free::toString);
    }
}
