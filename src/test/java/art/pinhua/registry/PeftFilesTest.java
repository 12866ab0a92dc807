package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.FencedOut;
import art.pinhua.platform.jobs.JobCancelled;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.PeftAdapter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What joining leaves on the disk, and what it reads.
class PeftFilesTest {
    private static final UUID IMPORT = new UUID(0, 1);

    /// Two files are copied and digested; one of a header and three tensors is written and stored.
    private static final int CALLS = 2 + 2 + 4 + 1;

    @TempDir
    Path folder;

    private Path places;
    private Blobs blobs;
    private ImportedFolders imported;
    private PeftFiles files;

    @BeforeEach
    void begin() throws IOException {
        var data = new DataFolder(folder.resolve("data").toString());
        places = Files.createDirectory(folder.resolve("places"));
        blobs = new Blobs(data);
        imported = new ImportedFolders(data);
        files = new PeftFiles(new ImportPlaces(data, Optional.of(List.of(places.toString()))), blobs);
    }

    @Test
    void anAttemptThatWakesAgainLeavesItsSuccessorAlone() throws IOException {
        Path pair = TestPairs.write(places.resolve("pair"), TestPairs.CONFIG);
        var woken = new AtomicBoolean();
        var kept = files.keep(imported.desk(IMPORT, 2), pair, bytes -> {}, () -> {
            if (Files.exists(imported.desk(IMPORT, 2)) && woken.compareAndSet(false, true)) {
                Path desk = imported.desk(IMPORT, 1);
                assertThrows(FencedOut.class, () -> files.keep(desk, pair, bytes -> {}, this::fencedOut));
            }
        });
        assertTrue(woken.get());
        assertTrue(blobs.holds(kept.sha256()));
        assertFalse(Files.exists(imported.desk(IMPORT, 1)));
        assertFalse(Files.exists(imported.desk(IMPORT, 2)));
    }

    /// Whenever that is.
    @Test
    void joiningEndsWhenItIsCancelled() throws IOException {
        Path pair = TestPairs.write(places.resolve("pair"), TestPairs.CONFIG);
        Path desk = imported.desk(IMPORT, 1);
        var calls = new AtomicInteger();
        files.keep(desk, pair, bytes -> {}, calls::incrementAndGet);
        assertTrue(calls.get() >= CALLS, calls::toString);
        for (int most = 0; most < calls.get(); most++) {
            var left = new AtomicInteger(most);
            assertThrows(
                    JobCancelled.class,
                    () -> files.keep(desk, pair, bytes -> {}, () -> {
                        if (left.getAndDecrement() == 0) {
                            throw new JobCancelled();
                        }
                    }));
            assertFalse(Files.exists(desk));
        }
        try (var drafts = Files.list(folder.resolve("data/blobs/drafts"))) {
            assertEquals(List.of(), drafts.toList());
        }
    }

    @Test
    void ofWhatALinkLeadsOutToNotEvenTheSizeIsTold() throws IOException {
        Path pair = TestPairs.write(places.resolve("pair"), TestPairs.CONFIG);
        Path tensors = pair.resolve(PeftAdapter.TENSORS);
        Files.delete(tensors);
        Files.createSymbolicLink(tensors, endless(folder.resolve("outside")));
        var refusal = assertThrows(ProblemException.class, () -> keep(pair));
        assertTrue(refusal.detail().contains("lies outside"), refusal::toString);
    }

    @Test
    void aPairIsNoLargerThanAnAdapterMayBe() throws IOException {
        Path pair = TestPairs.write(places.resolve("pair"), TestPairs.CONFIG);
        endless(pair.resolve(PeftAdapter.TENSORS));
        var refusal = assertThrows(ModelRefused.class, () -> keep(pair));
        assertTrue(String.valueOf(refusal.getMessage()).contains("at most 4294967296 are taken"), refusal::toString);
        assertFalse(Files.exists(imported.desk(IMPORT, 1)));
    }

    private KeptFile keep(Path pair) throws IOException {
        return files.keep(
                imported.desk(IMPORT, 1),
                pair,
                bytes -> {
                    throw new AssertionError(bytes + " bytes of room were asked for");
                },
                () -> {});
    }

    /// Of as many bytes as an adapter may have; it takes no room on the disk.
    private static Path endless(Path file) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(AdapterFile.LARGEST);
        }
        return file;
    }

    private void fencedOut() {
        throw new FencedOut(IMPORT, 1);
    }
}
