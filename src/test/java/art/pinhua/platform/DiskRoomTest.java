package art.pinhua.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class DiskRoomTest {
    private final DiskRoom room =
            new DiskRoom(new DataFolder("target"), new MemorySize(BigInteger.valueOf(1_000L << 20)));

    @Test
    void belowTheReserveThereIsTrouble() {
        assertTrue(room.trouble(1_000L << 20).isEmpty());
        assertEquals(
                "Only 999 MB are free on the disk and 1000 MB are kept for votes. Make room; it goes on by itself.",
                room.trouble((1_000L << 20) - 1).orElseThrow());
    }

    @Test
    void workSaysHowMuchItNeeds() {
        assertTrue(room.troubleWith(200L << 20, 1_200L << 20).isEmpty());
        assertEquals(
                "This needs 300 MB; only 1200 MB are free on the disk and 1000 MB of them are kept for votes. Make room;"
                        + " it goes on by itself.",
                room.troubleWith(300L << 20, 1_200L << 20).orElseThrow());
        assertTrue(room.troubleWith(1L << 60).isPresent());
    }

    @Test
    void aFullDiskIsRecognisedWhereverItIsTold() {
        assertTrue(DiskRoom.isFull(new IOException("No space left on device")));
        assertTrue(DiskRoom.isFull(new UncheckedIOException("cannot keep", new IOException("Disk quota exceeded"))));
        assertTrue(DiskRoom.isFull(new IOException("设备上没有空间")), "in the language of the machine");
        assertFalse(DiskRoom.isFull(new IOException("Permission denied")));
        assertFalse(DiskRoom.isFull(new IllegalStateException()));
    }
}
