package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.jobs.JobWaits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
    private static final int END_SIZE = 22;

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

    /// Java reads the list of the entries whole, before there is one to look at.
    @Test
    void aListOfEntriesThatFillsTheMemoryIsNotRead() throws IOException {
        long huge = 1L << 31;
        var told =
                Map.of("plain.zip", end((int) huge), "long.zip", longEnd(huge), "longest.zip", longEnd(Long.MIN_VALUE));
        for (var ending : told.entrySet()) {
            var archive = sparse(ending.getKey(), huge + (1 << 20), ending.getValue());
            var refusal = assertThrows(
                    IOException.class,
                    () -> ZipModel.unpack(archive, folder.resolve("model"), bytes -> {}, written -> {}));
            var words = String.valueOf(refusal.getMessage());
            assertTrue(words.startsWith("The archive says that the list of its entries has"), words);
            assertFalse(Pickles.is(archive), "left to whoever unpacks it");
        }
    }

    @Test
    void anArchiveWithTheFiguresOfLargeOnesIsUnpacked() throws IOException {
        var bytes = Files.readAllBytes(zip());
        int end = bytes.length - END_SIZE;
        var plain = ByteBuffer.wrap(bytes, end, END_SIZE).slice().order(ByteOrder.LITTLE_ENDIAN);
        var longer = ByteBuffer.wrap(longEnd(plain.getInt(12))).order(ByteOrder.LITTLE_ENDIAN);
        longer.putLong(24, 2).putLong(32, 2).putLong(48, plain.getInt(16)); // entries, and where their list begins
        longer.putLong(56 + 8, end);
        var archive = folder.resolve("long.zip");
        Files.write(archive, Arrays.copyOf(bytes, end));
        Files.write(archive, longer.array(), StandardOpenOption.APPEND);
        var whole = new AtomicLong();
        ZipModel.unpack(archive, folder.resolve("model"), whole::set, written -> {});
        assertEquals(SIZE + 2L, whole.get());
    }

    /// A file of that length, which takes no room, with the signature of a zip and the ending.
    private Path sparse(String name, long length, byte[] ending) throws IOException {
        var file = folder.resolve(name);
        Files.write(file, new byte[] {'P', 'K', 3, 4});
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(ending), length - ending.length);
        }
        return file;
    }

    private static byte[] end(int listLength) {
        return ByteBuffer.allocate(END_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x06054b50)
                .putInt(12, listLength)
                .array();
    }

    /// The record of ZIP64, what leads to it, and an end that leaves the figures to it. Both places are
    /// those in [#sparse].
    private static byte[] longEnd(long listLength) {
        var ending = ByteBuffer.allocate(56 + 20 + END_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        ending.putInt(0x06064b50).putLong(44).putLong(40, listLength);
        ending.putInt(56, 0x07064b50).putLong(56 + 8, (1L << 31) + (1 << 20) - ending.capacity());
        ending.putInt(76, 0x06054b50).putShort(76 + 8, (short) -1).putShort(76 + 10, (short) -1);
        return ending.putInt(76 + 12, -1).putInt(76 + 16, -1).array();
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
