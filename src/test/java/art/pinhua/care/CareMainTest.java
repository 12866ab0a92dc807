package art.pinhua.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.CannotStart;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings count wherever they stand; none here is an environment variable.
class CareMainTest {
    @TempDir
    Path folder;

    private String refusal(Map<String, String> settings, String... command) {
        var config = new SmallRyeConfigBuilder()
                .withDefaultValue("pinhua.data", folder.toString())
                .withDefaultValues(settings)
                .build();
        var refusal = assertThrows(CannotStart.class, () -> CareMain.answer(config, command));
        return String.valueOf(refusal.getMessage());
    }

    @Test
    void theDataFolderIsTheProducts() {
        var words = refusal(Map.of(), "fsck");
        assertTrue(words.startsWith("PostgreSQL in " + folder.resolve("pg") + " cannot be visited"), words);
    }

    @Test
    void ordinaryMistakesAreToldInOneLineWithTheirPath() {
        assertEquals("there is no /saved", CareMain.reason(new NoSuchFileException("/saved")));
        assertEquals("this account may not read or write /saved", CareMain.reason(new AccessDeniedException("/saved")));
        assertEquals(
                "/saved: No space left on device",
                CareMain.reason(new FileSystemException("/saved", null, "No space left on device")));
        assertEquals("java.io.IOException", CareMain.reason(new IOException()));
        var failure = new IOException("Input/output error");
        for (var words : new String[] {"cannot read blob ab", "cannot read blob ab: Input/output error"}) {
            assertEquals(
                    "cannot read blob ab: Input/output error",
                    CareMain.reason(new UncheckedIOException(words, failure)));
        }
        assertEquals("Input/output error", CareMain.reason(new UncheckedIOException(failure)));
        assertEquals("the database refuses: ERROR: no", CareMain.reason(new SQLException("ERROR: no\n  Position: 7")));
    }

    @Test
    void aBucketIsNotLookedInto() {
        var words = refusal(Map.of("pinhua.blobs.store", "S3"), "fsck");
        assertTrue(words.startsWith("blobs lie in a bucket"), words);
    }

    @Test
    void withAnotherServerEachCommandSaysWhatToDoInstead() {
        var server = Map.of("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example/pinhua");
        var backup = refusal(server, "backup", folder.resolve("saved").toString());
        assertTrue(backup.contains("names another server") && backup.contains("pg_basebackup"), backup);
        var erase = refusal(server, "erase", "somebody");
        assertTrue(erase.contains("set role pinhua_eraser; select erase('…')"), erase);
        assertTrue(erase.contains("vacuum (full, analyze) person, "), erase);
        assertFalse(erase.contains("pg_basebackup"), erase);
        var fsck = refusal(server, "fsck");
        assertTrue(fsck.endsWith("open /api/blobs there, signed in as a curator"), fsck);
    }
}
