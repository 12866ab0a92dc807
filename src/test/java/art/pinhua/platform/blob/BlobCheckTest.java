package art.pinhua.platform.blob;

import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.sql.Sql;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The shelf against the rows that name blobs.
@QuarkusTest
class BlobCheckTest {
    @Inject
    BlobCheck check;

    @Inject
    Blobs blobs;

    @Inject
    DataFolder data;

    @Inject
    Sql sql;

    @All
    @Inject
    List<BlobUser> users;

    private final byte[] bytes = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);

    @Test
    void everyTableThatNamesBlobsIsAsked() {
        var asked = String.join(" ", users.stream().map(BlobUser::blobNames).toList());
        var columns = sql.list(
                "select table_name, column_name from information_schema.columns"
                        + " where table_schema = 'public' and column_name like '%sha256'",
                row -> row.getString("table_name") + "." + row.getString("column_name"));
        assertTrue(columns.size() > 5, columns::toString);
        for (var column : columns) {
            var table = column.replaceAll("\\..*", "");
            var name = column.replaceAll(".*\\.", "");
            assertTrue(
                    asked.matches("(?s).*select " + name + " from " + table + "\\b.*"),
                    column + " in none of: " + asked);
        }
    }

    @Test
    void anOldBlobThatNoRowNamesIsAnOrphanAndAYoungOneIsNot() throws IOException {
        var blob = blobs.store(bytes);
        assertFalse(check.look().orphans().contains(blob.sha256()));
        Files.setLastModifiedTime(
                blobs.file(blob.sha256()),
                FileTime.from(Clock.systemUTC().instant().minus(Duration.ofHours(2))));
        assertTrue(check.look().orphans().contains(blob.sha256()));
    }

    @Test
    void damageGoesToQuarantineAndIsListed() throws IOException {
        var blob = blobs.store(bytes);
        var file = blobs.file(blob.sha256());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "other bytes");
        assertThrows(BlobMissing.class, () -> blobs.read(blob.sha256()));
        assertFalse(Files.exists(file));
        assertEquals(
                "other bytes", Files.readString(data.root().resolve(Path.of("blobs", "quarantine", blob.sha256()))));
        assertTrue(check.look().quarantined().contains(blob.sha256()));
        assertFalse(blobs.holds(blob.sha256()));
        blobs.store(bytes);
        assertTrue(blobs.holds(blob.sha256()));
    }

    @Test
    void aBlobThatARowNamesAndNobodyHasIsMissing() {
        assertTrue(check.look().missing().contains(PlantedUser.LOST));
    }

    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void curatorsSeeWhatIsWrong() {
        Api.given().get("/api/blobs").then().statusCode(200).body("missing.first", hasItem(PlantedUser.LOST));
    }
}
