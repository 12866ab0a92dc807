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
