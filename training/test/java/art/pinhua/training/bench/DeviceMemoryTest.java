package art.pinhua.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.ComputeDevice;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeviceMemoryTest {
    private long free = 1000;

    private boolean taken(long bytes) {
        free -= bytes;
        return true;
    }

    @Test
    void whatIsTakenDuringAnAnswerIsTheirsAndAllElseIsOurs() throws IOException {
        var memory = new DeviceMemory(() -> OptionalLong.of(free));
        memory.around(() -> taken(200)); // to be there at all
        taken(100);
        memory.begin();
        taken(50);
        memory.around(() -> taken(300));
        taken(7);
        memory.around(() -> taken(-100));
        taken(-20);
        assertEquals(OptionalLong.of(57), memory.ours());
        assertEquals(OptionalLong.of(300), memory.theirs());
        memory.around(() -> taken(150));
        assertEquals(OptionalLong.of(57), memory.ours());
        assertEquals(OptionalLong.of(350), memory.theirs());
    }

    @Test
    void aProcessorHasNoMemoryOfItsOwn() throws IOException {
        var memory = new DeviceMemory(ComputeDevice.CPU);
        memory.begin();
        assertEquals("answer", memory.around(() -> "answer"));
        assertEquals(OptionalLong.empty(), memory.ours());
        assertEquals(OptionalLong.empty(), memory.theirs());
    }
}
