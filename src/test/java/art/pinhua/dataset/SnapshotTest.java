package art.pinhua.dataset;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.campaign.TestCampaigns;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.sql.Sql;
import art.pinhua.platform.sql.SqlFailure;
import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.vote.Visitor;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class SnapshotTest {

    @Inject
    TestSnapshots made;

    @Inject
    TestCampaigns campaigns;

    @Inject
    Snapshots snapshots;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @Test
    void aSnapshotHoldsItsPreferencesAndImagesUnderItsDigest() throws IOException {
        UUID curation = made.curation(6);
        UUID id = made.freeze(curation);
        var snapshot = snapshots.byId(id);
        Path folder = snapshots.folder(id);

        assertEquals(snapshot.digest(), folder.getFileName().toString());
        List<PreferenceGroup> groups = SnapshotFiles.groups(folder);
        assertEquals(6, groups.size());
        assertEquals(6, snapshot.trainGroups() + snapshot.heldoutGroups());
        assertTrue(snapshot.heldoutGroups() >= 1, "something is held out");
        assertEquals(24, snapshot.images());
        for (PreferenceGroup group : groups) {
            for (String image : group.images()) {
                assertArrayEquals(blobs.read(image), Files.readAllBytes(SnapshotFiles.image(folder, image)));
            }
        }
        assertEquals(id, made.freeze(curation), "freezing again gives the same snapshot");
        Api.given()
                .get("/api/snapshots/" + id + "/manifest")
                .then()
                .statusCode(200)
                .body("digest", equalTo(snapshot.digest()))
                .body("format", equalTo("pinhua-snapshot/1"))
                .body("counts.images", equalTo(24));
    }

    @Test
    void aLostOrDamagedFolderIsMadeAgain() throws IOException {
        UUID id = made.snapshot(2);
        Path folder = snapshots.folder(id);
        byte[] preferences = Files.readAllBytes(folder.resolve("preferences.jsonl"));
        Files.writeString(folder.resolve("preferences.jsonl"), "{}");

        assertArrayEquals(preferences, Files.readAllBytes(snapshots.folder(id).resolve("preferences.jsonl")));

        delete(folder);
        assertArrayEquals(preferences, Files.readAllBytes(snapshots.folder(id).resolve("preferences.jsonl")));
    }

    @Test
    void theArchiveHoldsEverythingAndIsTheSameEachTime() throws IOException {
        UUID id = made.snapshot(2);
        byte[] archive = export(id);

        assertArrayEquals(archive, export(id));
        var files = new TreeMap<String, byte[]>();
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
        }
        Path folder = snapshots.folder(id);
        assertEquals(2 + 8, files.size());
        for (var file : files.entrySet()) {
            assertArrayEquals(Files.readAllBytes(folder.resolve(file.getKey())), file.getValue(), file.getKey());
        }
    }

    @Test
    void aMissingImageIsNamed() throws IOException {
        UUID curation = made.curation(1);
        String lost = sql.one("""
            select i.sha256 from preference p join image i on i.id = p.images[1] where p.curation_id = ?
            """, row -> row.getString("sha256"), curation);
        Files.delete(blobs.file(lost));

        Api.given()
                .body(Map.of("name", "test"))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(409)
                .body("code", equalTo("IMAGE_BYTES_MISSING"))
                .body("detail", containsString(lost));
    }

    @Test
    void votesThatPreferNothingCannotBeFrozen() {
        var campaign = campaigns.open(TestCampaigns.pairs(1, 2, 0));
        var visitor = new Visitor();
        visitor.next(campaign.id(), 5)
                .forEach(
                        task -> visitor.vote(Visitor.choice(task, "TIE")).then().statusCode(200));
        String curation = Api.given()
                .post("/api/campaigns/" + campaign.id() + "/curations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");

        Api.given()
                .body(Map.of("name", "test"))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(409)
                .body("code", equalTo("NO_PREFERENCES"));
        Api.given()
                .body(Map.of("name", " "))
                .post("/api/curations/" + curation + "/snapshots")
                .then()
                .statusCode(400);
    }

    @Test
    void theDatabaseRefusesToChangeASnapshot() {
        for (String table : List.of("snapshot", "snapshot_image")) {
            for (String change : List.of("update " + table + " set sha256 = sha256", "delete from " + table)) {
                String statement = table.equals("snapshot") ? change.replace("sha256", "name") : change;
                assertEquals(
                        "42501",
                        assertThrows(SqlFailure.class, () -> sql.update(statement))
                                .state(),
                        statement);
            }
        }
    }

    private static byte[] export(UUID id) {
        return Api.given()
                .accept("application/x-tar")
                .get("/api/snapshots/" + id + "/export")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.collect(Collectors.toList()).reversed()) {
                Files.delete(file);
            }
        }
    }
}
