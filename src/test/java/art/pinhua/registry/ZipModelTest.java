package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.jobs.JobWaits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How an archive takes room on the disk, and where.
class ZipModelTest {
    private static final int SIZE = 300_000;
    private static final byte[] CENTRAL_ENTRY = {'P', 'K', 1, 2};
    private static final int UNPACKED_SIZE = 24;

    @TempDir
    Path folder;

    @Test
    void theWholeOfItIsAskedForBeforeAnythingIsWritten() throws IOException {
        var target = folder.resolve("model");
        var asked = new ArrayList<Long>();
        var refusal = assertThrows(
                JobWaits.class,
                () -> ZipModel.unpack(
                        zip(),
                        target,
                        bytes -> {
                            asked.add(bytes);
                            assertFalse(Files.exists(target));
                            throw new JobWaits("no room");
                        },
                        written -> {}));
        assertEquals("no room", refusal.getMessage());
        assertEquals(List.of(SIZE + 2L), asked);
        assertFalse(Files.exists(target));
    }

    @Test
    void everyByteThatIsWrittenIsTold() throws IOException {
        var whole = new AtomicLong();
        var written = new AtomicLong();
        ZipModel.unpack(zip(), folder.resolve("model"), whole::set, written::addAndGet);
        assertEquals(SIZE + 2L, whole.get());
        assertEquals(whole.get(), written.get());
    }

    @Test
    void whatRunsOutOfRoomOnTheWayLeavesNothing() throws IOException {
        var target = folder.resolve("model");
        assertThrows(
                JobWaits.class,
                () -> ZipModel.unpack(zip(), target, bytes -> {}, written -> {
                    if (Files.exists(target)) {
                        throw new JobWaits("no room");
                    }
                }));
        assertFalse(Files.exists(target));
    }

    @Test
    void anEntryWritesNoMoreThanItTold() throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(zip())).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = bytes.limit() - CENTRAL_ENTRY.length; at >= 0; at--) {
            boolean entry = bytes.slice(at, CENTRAL_ENTRY.length).equals(ByteBuffer.wrap(CENTRAL_ENTRY));
            if (entry && bytes.getInt(at + UNPACKED_SIZE) == SIZE) {
                bytes.putInt(at + UNPACKED_SIZE, 1_000);
            }
        }
        var lying = Files.write(folder.resolve("lying.zip"), bytes.array());
        var asked = new ArrayList<Long>();
        var refusal = assertThrows(
                IOException.class, () -> ZipModel.unpack(lying, folder.resolve("model"), asked::add, written -> {}));
        assertEquals(List.of(1_002L), asked);
        assertTrue(String.valueOf(refusal.getMessage()).contains("unpacks to more than 1000 bytes"), refusal::toString);
        assertFalse(Files.exists(folder.resolve("model")));
    }

    @Test
    void noNameLeadsOutOfTheTarget() throws IOException {
        var target = folder.resolve("model");
        for (String name : List.of("../evil.json", "a/../../evil.json", folder + "/evil.json", "a\\evil.json")) {
            var evil = folder.resolve("evil.zip");
            try (var zip = new ZipOutputStream(Files.newOutputStream(evil))) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(new byte[] {'{', '}'});
            }
            var refusal = assertThrows(
                    IOException.class, () -> ZipModel.unpack(evil, target, bytes -> {}, written -> {}), name);
            assertTrue(String.valueOf(refusal.getMessage()).contains("leads out of the archive"), refusal::toString);
            assertFalse(Files.exists(folder.resolve("evil.json")), name);
            assertFalse(Files.exists(target), name);
        }
    }

    /// Two entries, of 2 and of [#SIZE] bytes.
    private Path zip() throws IOException {
        var file = folder.resolve("model.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("model_index.json"));
            zip.write(new byte[] {'{', '}'});
            zip.putNextEntry(new ZipEntry("unet/model.safetensors"));
            zip.write(new byte[SIZE]);
        }
        return file;
    }
}
