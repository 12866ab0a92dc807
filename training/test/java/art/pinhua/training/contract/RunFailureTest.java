package art.pinhua.training.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class RunFailureTest {
    @Test
    void aFullDiskIsFoundBelowWhatWasSaidOfIt() {
        var full = new FileSystemException("/runs/1/events.jsonl", null, "No space left on device");
        assertEquals(RunFailure.NO_ROOM, RunFailure.of(full));
        assertEquals(RunFailure.NO_ROOM, RunFailure.of(new UncheckedIOException("Cannot write into /runs/1", full)));
        assertEquals(RunFailure.NO_ROOM, RunFailure.of(new IOException("Disk quota exceeded")));
    }

    /// As Java says it where the locale is zh_CN.UTF-8.
    @Test
    void aFullDiskIsFoundOnAMachineThatSpeaksChinese() {
        assertEquals(RunFailure.NO_ROOM, RunFailure.of(new IOException("设备上没有空间")));
        var full = new FileSystemException("/runs/1/events.jsonl", null, "超出磁盘限额");
        assertEquals(RunFailure.NO_ROOM, RunFailure.of(new UncheckedIOException("Cannot write into /runs/1", full)));
    }

    @Test
    void wordsAloneAreNoFullDisk() {
        assertNull(RunFailure.of(new IllegalStateException("the prompt No space left on device")));
        assertNull(RunFailure.of(new IOException("Connection reset")));
    }
}
