package art.pinhua.dataset;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.curation.Curations;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.sql.Sql;
import art.pinhua.platform.sql.SqlFailure;
import art.pinhua.registry.TestWords;
import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class SnapshotTest {

    @Inject
    TestSnapshots made;

    @Inject
    Snapshots snapshots;

    @Inject
    SnapshotRows rows;

    @Inject
    Curations curations;

    @Inject
    DataFolder data;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @Inject
    TestWords words;

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
        TestSnapshots.ended(curation)
                .body("", hasSize(1))
                .body("[0].job.state", equalTo("DONE"))
                .body("[0].job.stepsDone", equalTo(24))
                .body("[0].job.stepsTotal", equalTo(24));
        TestSnapshots.ask(curation).statusCode(200).body("snapshot.id", equalTo(id.toString()));
        Api.given()
                .get("/api/snapshots/" + id + "/manifest")
                .then()
                .statusCode(200)
                .body("digest", equalTo(snapshot.digest()))
                .body("format", equalTo("pinhua-snapshot/1"))
                .body("counts.images", equalTo(24));
    }

    @Test
    void theManifestNamesTheWordsThatItsImagesWereDrawnWith() throws IOException {
        var word = words.teach("qfrozen");
        words.teach("qfrozen elsewhere");
        UUID curation = made.curation(List.of("moon", "a QFROZEN lake"));
        sql.update("""
            update generation set words = '{}' where id in (
                select g.generation_id from campaign_generation g
                join curation c on c.campaign_id = g.campaign_id where c.id = ?)
            """, curation); // the images know it by themselves
        UUID id = made.freeze(curation);
        Api.given()
                .get("/api/snapshots/" + id + "/manifest")
                .then()
                .body(
                        "words",
                        equalTo(List.of(Map.of(
                                "word",
                                "qfrozen",
                                "sha256",
                                word.sha256(),
                                "bytes",
                                blobs.read(word.sha256()).length))));
        assertEquals(
                1, SnapshotFiles.manifest(snapshots.folder(id)).wordsOrNone().size());
        Api.given()
                .get("/api/snapshots/" + made.snapshot(1) + "/manifest")
                .then()
                .body("words", equalTo(null));
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
        var files = unpacked(archive);
        Path folder = snapshots.folder(id);
        assertEquals(2 + 8, files.size());
        for (var file : files.entrySet()) {
            assertArrayEquals(Files.readAllBytes(folder.resolve(file.getKey())), file.getValue(), file.getKey());
        }
    }

    @Test
    void theArchiveHoldsItsWordsAndIsReadWithNothingElse() throws IOException {
        var word = words.teach("qarchived");
        UUID id = made.freeze(made.curation(List.of("moon", "a QARCHIVED lake")));
        Path elsewhere = Files.createTempDirectory("archive");
        Files.createDirectories(elsewhere.resolve("images"));
        Files.createDirectories(elsewhere.resolve("words"));
        for (var file : unpacked(export(id)).entrySet()) {
            Files.write(elsewhere.resolve(file.getKey()), file.getValue());
        }

        byte[] vectors = blobs.read(word.sha256());
        assertArrayEquals(vectors, Files.readAllBytes(SnapshotFiles.word(elsewhere, word.sha256())));
        assertEquals(
                List.of(new SnapshotManifest.Word("qarchived", word.sha256(), (long) vectors.length)),
                SnapshotFiles.manifest(elsewhere).wordsOrNone());
        assertEquals(SnapshotFiles.groups(snapshots.folder(id)), SnapshotFiles.groups(elsewhere));
        assertTrue(SnapshotParts.of(elsewhere).lieIn(elsewhere));
        delete(elsewhere);
    }

    @Test
    void aFolderWithoutItsWordsIsMadeAgain() throws IOException {
        var word = words.teach("qlost");
        UUID id = made.freeze(made.curation(List.of("moon", "a QLOST lake")));
        Path folder = snapshots.folder(id);
        Path file = SnapshotFiles.word(folder, word.sha256());
        delete(folder.resolve("words"));
        assertEquals(folder, snapshots.folder(id));
        assertArrayEquals(blobs.read(word.sha256()), Files.readAllBytes(file));

        Files.delete(file); // it is a name of the blob, too
        Files.writeString(file, "damaged");
        assertEquals(folder, snapshots.folder(id));
        assertArrayEquals(blobs.read(word.sha256()), Files.readAllBytes(file));
    }

    @Test
    void anOlderSnapshotKeepsItsDigestAndGetsItsWords() throws IOException {
        var word = words.teach("qolder");
        UUID curation = made.curation(List.of("moon", "a QOLDER lake"));
        var set = curations.preferences(curation).orElseThrow();
        var base = rows.baseModelOf(set.campaignId());
        var named = new SnapshotManifest.Word("qolder", word.sha256());
        var content = withoutClipSkip(SnapshotContent.of(set, base.digest(), List.of(named), 0));
        UUID id = UUID.randomUUID();
        var older = new Snapshot(
                id,
                curation,
                set.campaignId(),
                "older",
                content.manifest().digest(),
                base.id(),
                1,
                1,
                1,
                content.images().size(),
                "cora",
                Instant.EPOCH);
        String manifest = withoutSizes(content, word.sha256());
        QuarkusTransaction.requiringNew().run(() -> rows.insert(older, content, manifest));

        assertEquals(manifest, Files.readString(snapshots.folder(id).resolve("snapshot.json")));
        assertArrayEquals(
                blobs.read(word.sha256()), unpacked(export(id)).get("words/" + word.sha256() + ".safetensors"));
        assertNotEquals(id, made.freeze(curation), "one that says what its images were drawn without");
    }

    private static SnapshotContent withoutClipSkip(SnapshotContent content) {
        var now = content.manifest();
        var bare = new SnapshotManifest(
                now.format(), "", now.campaignIds(), now.rules(), now.counts(), now.baseModel(), now.splitSeed());
        var before = bare.withWords(now.wordsOrNone());
        String digest = SnapshotFiles.digest(before, content.groups());
        return new SnapshotContent(before.withDigest(digest), content.groups());
    }

    /// The manifest as it was written before.
    private String withoutSizes(SnapshotContent content, String word) throws IOException {
        Path folder = Files.createTempDirectory("older");
        Files.createDirectories(folder.resolve("words"));
        Files.write(SnapshotFiles.word(folder, word), blobs.read(word));
        SnapshotFiles.write(folder, content.manifest(), content.groups());
        String manifest = Files.readString(folder.resolve("snapshot.json"));
        delete(folder);
        return manifest.replaceFirst(",\"bytes\":\\d+", "");
    }

    @Test
    void aMissingWordIsNamed() throws IOException {
        var word = words.teach("qgone");
        UUID curation = made.curation(List.of("moon", "a QGONE lake"));
        byte[] vectors = blobs.read(word.sha256());
        Files.delete(blobs.file(word.sha256()));

        TestSnapshots.ask(curation).statusCode(202);
        TestSnapshots.ended(curation)
                .body("[0].job.state", equalTo("FAILED"))
                .body("[0].job.message", startsWith("WORD_BYTES_MISSING: "))
                .body("[0].job.message", containsString(word.sha256()));
        blobs.store(vectors);
        made.freeze(curation);
    }

    @Test
    void aMissingImageIsNamed() throws IOException {
        UUID curation = made.curation(1);
        String lost = sql.one("""
            select i.sha256 from preference p join image i on i.id = p.images[1] where p.curation_id = ?
            """, row -> row.getString("sha256"), curation);
        Files.delete(blobs.file(lost));

        TestSnapshots.ask(curation).statusCode(202);
        TestSnapshots.ended(curation)
                .body("[0].job.state", equalTo("FAILED"))
                .body("[0].job.message", startsWith("IMAGE_BYTES_MISSING: "))
                .body("[0].job.message", containsString(lost));
        try (var left = Files.newDirectoryStream(data.folder("snapshots"), "draft*")) {
            assertFalse(left.iterator().hasNext(), "what was half done is gone");
        }
    }

    @Test
    void askedTwiceAtOnceItIsFrozenOnce() throws InterruptedException {
        UUID curation = made.curation(2);
        var frozen = new ConcurrentLinkedQueue<UUID>();
        var threads = IntStream.range(0, 4)
                .mapToObj(i -> Thread.startVirtualThread(() -> frozen.add(made.freeze(curation))))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        assertEquals(4, frozen.size());
        assertEquals(1, Set.copyOf(frozen).size());
    }

    @Test
    void aSnapshotThatIsThereIsNotWrittenAgain() {
        var snapshot = snapshots.byId(made.snapshot(1));
        var set = curations.preferences(snapshot.curationId()).orElseThrow();
        var content = SnapshotContent.of(set, rows.baseModelOf(set.campaignId()).digest(), List.of(), 0);
        var late = new Snapshot(
                UUID.randomUUID(),
                snapshot.curationId(),
                snapshot.campaignId(),
                "late",
                snapshot.digest(),
                snapshot.baseModelId(),
                snapshot.trainGroups(),
                snapshot.heldoutGroups(),
                snapshot.pairs(),
                snapshot.images(),
                "cora",
                snapshot.createdAt());

        QuarkusTransaction.requiringNew().run(() -> rows.insert(late, content, "{}"));

        assertEquals(Optional.empty(), rows.byId(late.id()));
        assertEquals(Optional.of(snapshot), rows.byDigest(snapshot.digest()));
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

    /// The files of an archive by name.
    private static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
        }
        return files;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.collect(Collectors.toList()).reversed()) {
                Files.delete(file);
            }
        }
    }
}
