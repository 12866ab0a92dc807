package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        assertEquals("free", state.figures().getFirst().name());
    }
}
