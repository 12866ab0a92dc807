package art.pinhua.registry;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What attempts at an import leave behind.
class ImportedFoldersTest {
    private static final UUID IMPORT = new UUID(0, 1);

    @TempDir
    Path data;

    private ImportedFolders imported;

    @BeforeEach
    void begin() throws IOException {
        imported = new ImportedFolders(new DataFolder(data.toString()));
        for (int attempt = 1; attempt <= 3; attempt++) {
            Files.createDirectories(imported.folder(IMPORT, attempt).resolve("unet"));
            Files.createDirectories(imported.desk(IMPORT, attempt).resolve("sent"));
        }
    }

    @Test
    void anAttemptRemovesOnlyWhatItsPredecessorsLeft() {
        imported.removeBefore(IMPORT, 2);
        assertFalse(Files.exists(imported.folder(IMPORT, 1)));
        assertFalse(Files.exists(imported.desk(IMPORT, 1)));
        for (int attempt = 2; attempt <= 3; attempt++) {
            assertTrue(Files.exists(imported.folder(IMPORT, attempt).resolve("unet")));
            assertTrue(Files.exists(imported.desk(IMPORT, attempt).resolve("sent")));
        }
    }

    @Test
    void theEndKeepsTheModelAlone() {
        imported.removeUnless(IMPORT, 3, List.of(model(imported.folder(IMPORT, 2))));
        assertFalse(Files.exists(imported.folder(IMPORT, 1)));
        assertTrue(Files.exists(imported.folder(IMPORT, 2).resolve("unet")));
        assertFalse(Files.exists(imported.folder(IMPORT, 3)));
        assertFalse(Files.exists(data.resolve("models/drafts/" + IMPORT)));
    }

    /// As they were unpacked before attempts had folders of their own.
    @Test
    void aModelRightInTheFolderOfItsImportStays() {
        Path folder = data.resolve("models").resolve(IMPORT.toString()).resolve("inner");
        imported.removeUnless(IMPORT, 3, List.of(model(folder)));
        assertTrue(Files.exists(data.resolve("models").resolve(IMPORT.toString())));
        imported.removeUnless(IMPORT, 3, List.of());
        assertFalse(Files.exists(data.resolve("models").resolve(IMPORT.toString())));
    }

    private ModelVersion.BaseModel model(Path place) {
        return TestModels.lyingAt(imported.stored(place));
    }
}
