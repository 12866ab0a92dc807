package art.pinhua.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void theManifestRemembersWhereTheBlobsAre() throws IOException {
        var ledger = new Ledger(31, "0".repeat(64));
        for (boolean bucket : new boolean[] {true, false}) {
            var written = new Manifest("2026-11-28T10:00:00Z", ledger, 4, bucket);
            written.write(folder);
            assertEquals(written, Manifest.read(folder));
        }
        var properties = folder.resolve("backup.properties");
        Files.writeString(properties, Files.readString(properties).replace("store=folder\n", ""));
        assertFalse(Manifest.read(folder).bucket(), "one of before, which did not say it");
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
