package art.pinhua.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path folder;

    @Test
    void whatIsOnItsWayToItsPlaceIsNotCopied() {
        assertTrue(Backup.isDraft(Path.of("models/drafts")));
        assertTrue(Backup.isDraft(Path.of("blobs/drafts/blob1")));
        assertFalse(Backup.isDraft(Path.of("models/of-an-import/1/model_index.json")));
    }

    /// Its row in the copied database may still say that it goes on.
    @Test
    void aRunThatEndsWhileTheDatabaseIsCopiedKeepsItsCheckpoints() throws IOException, SQLException {
        var data = folder.resolve("data");
        var checkpoints = Files.createDirectories(data.resolve("runs/one/checkpoints"));
        Files.writeString(checkpoints.resolve("step-5"), "five");
        var events = Files.writeString(data.resolve("runs/one/events.jsonl"), "5\n");
        Files.writeString(data.resolve("runs/stray"), "no run");
        var saved = folder.resolve("saved");
        new Backup(data, saved, false, Clock.systemUTC()).make(copy -> {
            Leftovers.remove(checkpoints);
            Files.writeString(events, "5\n6\n");
            return new Ledger(0, "0".repeat(64));
        });
        assertEquals("five", Files.readString(saved.resolve("runs/one/checkpoints/step-5")));
        assertEquals("5\n6\n", Files.readString(saved.resolve("runs/one/events.jsonl")), "to its end");
    }

    @Test
    void aFolderThatGoesWhileItIsCopiedIsLeftOut() throws IOException {
        var data = folder.resolve("data");
        for (var name : List.of("runs/gone", "runs/kept")) {
            Files.writeString(Files.createDirectories(data.resolve(name)).resolve("events.jsonl"), "5\n");
        }
        var saved = folder.resolve("saved");
        Copy.requireEmpty(saved);
        long files = new Copy(data, saved).tree(Path.of("runs"), path -> {
            if (path.endsWith("gone")) {
                Leftovers.remove(data.resolve(path));
            }
            return true;
        });
        assertEquals(1, files);
        assertFalse(Files.exists(saved.resolve("runs/gone")));
        assertTrue(Files.exists(saved.resolve("runs/kept/events.jsonl")));
    }

    /// Reading the beginning of its own memory fails for every process, as a bad sector does.
    @Test
    void blobsThatCannotBeReadAreNamedAndLeftOut() throws IOException {
        var data = folder.resolve("data");
        var shelf = Files.createDirectories(data.resolve("blobs/ab"));
        var unreadable = "ab" + "0".repeat(62);
        var sound = "ab" + "1".repeat(62);
        Files.createSymbolicLink(shelf.resolve(unreadable), Path.of("/proc/self/mem"));
        Files.writeString(shelf.resolve(sound), "sound");
        var saved = folder.resolve("saved");
        var told = String.valueOf(assertThrows(
                        CannotStart.class,
                        () -> new Backup(data, saved, false, Clock.systemUTC())
                                .make(copy -> new Ledger(0, "0".repeat(64))))
                .getMessage());
        assertTrue(told.contains(", and 1 blobs are in " + saved) && told.endsWith("\nunread " + unreadable), told);
        assertEquals("sound", Files.readString(saved.resolve("blobs/ab").resolve(sound)));
        assertFalse(Files.exists(saved.resolve("blobs/ab").resolve(unreadable)));
        assertEquals(List.of(unreadable), Manifest.read(saved).unread());
        assertEquals(1, Files.readAllLines(saved.resolve("files.sha256")).size());
    }

    @Test
    void whatIsNoBlobMustBeRead() throws IOException {
        var data = folder.resolve("data");
        var key = Files.createDirectories(data.resolve("secrets")).resolve("key");
        Files.createSymbolicLink(key, Path.of("/proc/self/mem"));
        var saved = folder.resolve("saved");
        var backup = new Backup(data, saved, false, Clock.systemUTC());
        var failure = assertThrows(IOException.class, () -> backup.make(copy -> new Ledger(0, "0".repeat(64))));
        assertEquals(key + " cannot be read: Input/output error", failure.getMessage());
        assertTrue(refusal(saved).contains("holds no backup"));
    }

    @Test
    void onlyWhatCouldNotBeReadMayBeMissingAfterARestore() {
        var lost = "ab" + "0".repeat(62);
        var found = new Fsck.Findings(new Ledger(0, ""), 1, List.of(lost), List.of(), List.of());
        assertFalse(found.sound());
        assertTrue(found.soundBut(List.of(lost)));
        assertTrue(found.soundBut(List.of("ab")), "a whole shelf");
        assertFalse(found.soundBut(List.of("ab" + "1".repeat(62))));
        assertFalse(
                new Fsck.Findings(new Ledger(0, ""), 1, List.of(), List.of(lost), List.of()).soundBut(List.of(lost)));
    }

    @Test
    void theManifestRemembersWhereTheBlobsAre() throws IOException {
        var ledger = new Ledger(31, "0".repeat(64));
        for (boolean bucket : new boolean[] {true, false}) {
            var listed = new Manifest.Listed(7, "1".repeat(64));
            var written = new Manifest(
                    "2026-11-28T10:00:00Z",
                    ledger,
                    4,
                    bucket,
                    bucket ? Optional.of(listed) : Optional.empty(),
                    bucket ? List.of() : List.of("a".repeat(64), "b".repeat(64)));
            written.write(folder);
            assertEquals(written, Manifest.read(folder));
        }
        var properties = folder.resolve("backup.properties");
        Files.writeString(properties, Files.readString(properties).replace("store=folder\n", ""));
        assertFalse(Manifest.read(folder).bucket(), "one of before, which did not say it");
    }

    @Test
    void anUnfinishedBackupIsNotTakenForAWholeOne() throws IOException {
        var runs = Files.createDirectories(folder.resolve("data/runs"));
        for (var name : List.of("a", "b")) {
            Files.writeString(runs.resolve(name), name);
        }
        var saved = folder.resolve("saved");
        Copy.requireEmpty(saved);
        var copy = new Copy(folder.resolve("data"), saved);
        copy.tree(Path.of("runs"), path -> true);
        assertTrue(refusal(saved).contains("holds no backup"));
        var ledger = new Ledger(0, "0".repeat(64));
        new Manifest("2026-11-28T10:00:00Z", ledger, 0, false, Optional.empty(), List.of()).write(saved);
        assertTrue(refusal(saved).contains("holds an unfinished backup: there is no files.sha256"));

        var listed = copy.writeList();
        assertEquals(2, listed.files());
        new Manifest("2026-11-28T10:00:00Z", ledger, 0, false, Optional.of(listed), List.of()).write(saved);
        var list = saved.resolve("files.sha256");
        var whole = Files.readString(list);
        Files.writeString(list, whole.substring(0, whole.indexOf('\n') + 1));
        assertTrue(refusal(saved).startsWith(list + " is damaged"));
        Files.writeString(list, whole.substring(0, 10));
        assertTrue(refusal(saved).startsWith(list + " is damaged"));
    }

    private String refusal(Path saved) {
        var restore = new Restore(saved, folder.resolve("elsewhere"));
        return String.valueOf(assertThrows(CannotStart.class, restore::make).getMessage());
    }

    /// 16400 is a table that is not logged, 16500 one that is.
    @Test
    void ofTablesThatAreNotLoggedOnlyTheEmptyBeginningIsCopied() throws IOException {
        for (var name : List.of(
                "16400",
                "16400.1",
                "16400_fsm",
                "16400_vm",
                "16400_init",
                "16500",
                "16500.1",
                "16500_vm",
                "PG_VERSION")) {
            Files.createFile(folder.resolve(name));
        }
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of("16400_init", "16500", "16500.1", "16500_vm", "PG_VERSION"),
                    files.filter(file -> !Backup.ofUnloggedTable(file))
                            .map(file -> file.getFileName().toString())
                            .sorted()
                            .toList());
        }
    }
}
