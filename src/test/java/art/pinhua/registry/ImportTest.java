package art.pinhua.registry;

import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models, adapters and learned words from outside, over HTTP and through the engine.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class ImportTest {
    private static final byte[] ADAPTER = "\u0002\0\0\0\0\0\0\0{}".getBytes(StandardCharsets.ISO_8859_1);

    @Inject
    Registry registry;

    @Inject
    ModelFiles files;

    @Inject
    DataFolder data;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @TempDir
    Path folder;

    // ---- base models

    @Test
    void aSoundFolderBecomesABaseModelWithItsOrigin() {
        var pipeline = TestPipeline.write(folder.resolve("second"), "Second");
        importedPath(pipeline, "DONE").body("name", equalTo("second"));
        Api.given()
                .get("/api/base-models")
                .then()
                .body("find { it.name == 'second' }.licence", equalTo("CC0"))
                .body("find { it.name == 'second' }.origin", equalTo("a friend"))
                .body("find { it.name == 'second' }.pipelineClass", equalTo("Fake"));
        int known = registry.versions().size();
        importedPath(pipeline, "DONE");
        assertEquals(known, registry.versions().size(), "the same files are known once");
    }

    @Test
    void oneFileBecomesABaseModel() throws IOException {
        var file = Files.write(folder.resolve("single.safetensors"), ADAPTER);
        importedPath(file, "DONE");
        Api.given().get("/api/base-models").then().body("name", hasItem("single.safetensors"));
    }

    @Test
    void anUnknownPlaceIsNamed() {
        begin(Map.of("kind", "BASE_MODEL", "path", folder.resolve("nowhere").toString()), 400)
                .body("violations[0].field", equalTo("path"));
        begin(Map.of("kind", "BASE_MODEL"), 400).body("violations[0].field", equalTo("path"));
        importedPath(folder, "FAILED").body("error", containsString("model_index.json"));
    }

    @Test
    void onlyTheFoldersForImportsAreInReach() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc"));
        for (String place :
                List.of("/etc", "/etc/hostname", "/no/such/place", folder + "/../../etc", link + "/hostname")) {
            begin(Map.of("kind", "BASE_MODEL", "path", place), 400)
                    .body("violations[0].field", equalTo("path"))
                    .body("violations[0].message", containsString("lies outside"));
        }
        var found = TestPipeline.write(folder.resolve("found"), "Found");
        Api.given()
                .get("/api/imports/places")
                .then()
                .body("found", hasItem(found.toString()))
                .body("largestUpload", equalTo(16L << 30));
    }

    @Test
    void aPickleIsNamedBeforeAnythingReadsIt() throws IOException {
        for (String suffix : List.of(".ckpt", ".pt", ".BIN")) {
            var file = Files.write(folder.resolve("model" + suffix), new byte[] {(byte) 0x80, 2});
            begin(Map.of("kind", "BASE_MODEL", "path", file.toString()), 400)
                    .body("violations[0].message", containsString("Convert it first"));
        }
    }

    @Test
    void damagedFilesAreNamed() throws IOException {
        var cut = TestPipeline.write(folder.resolve("short"), "Short");
        Files.write(cut.resolve("unet/diffusion_pytorch_model.safetensors"), new byte[] {9, 0, 0});
        importedPath(cut, "FAILED").body("error", containsString("diffusion_pytorch_model.safetensors"));
        var deep = TestPipeline.write(folder.resolve("damaged"), "Damaged");
        importedPath(deep, "FAILED").body("error", containsString("WEIGHTS_DAMAGED"));
    }

    @Test
    void whatStandsInTheFilesIsReadByTheEngineAlone() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("deep"), "Deep");
        Files.writeString(pipeline.resolve("unet/config.json"), "[".repeat(2 << 20));
        var header = "[".repeat(2 << 20).getBytes(StandardCharsets.US_ASCII);
        var weights = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        weights.putLong(header.length).put(header);
        Files.write(pipeline.resolve("vae/diffusion_pytorch_model.safetensors"), weights.array());
        importedPath(pipeline, "DONE");
        Api.given()
                .get("/api/base-models")
                .then()
                .body("find { it.name == 'deep' }.parameters", equalTo(1))
                .body("find { it.name == 'deep' }.width", equalTo(64));
    }

    // ---- archives

    @Test
    void anArchiveOfAFolderIsUnpacked() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("zipped"), "Zipped");
        var entries = new HashMap<String, byte[]>();
        try (var files = Files.walk(pipeline)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.put("inner/" + pipeline.relativize(file), Files.readAllBytes(file));
            }
        }
        importedPath(zip("zipped.zip", entries), "DONE");
        Api.given().get("/api/base-models").then().body("name", hasItem("zipped.zip"));
    }

    @Test
    void archivesCannotLeadOutGrowOrBringPickles() throws IOException {
        byte[] note = "{}".getBytes(StandardCharsets.UTF_8);
        for (String name :
                new String[] {"../evil.json", "/evil.json", "a/../../evil.json", "a\\evil.json", "a//b.json"}) {
            importedPath(zip("evil.zip", Map.of(name, note)), "FAILED")
                    .body("error", containsString("leads out of the archive"));
        }
        assertFalse(Files.exists(folder.resolveSibling("evil.json")));
        importedPath(zip("pickle.zip", Map.of("unet/model.bin", note)), "FAILED")
                .body("error", containsString("pickle"));
        importedPath(zip("odd.zip", Map.of("run.sh", note)), "FAILED").body("error", containsString("run.sh"));
        importedPath(zip("bomb.zip", Map.of("big.json", new byte[200 << 20])), "FAILED")
                .body("error", containsString("unpacks to more than"));
        importedPath(zip("empty.zip", Map.of("README.md", note)), "FAILED")
                .body("error", containsString("model_index.json"));
    }

    @Test
    void aModelIsSentAsAZip() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("sent"), "Sent");
        var entries = new HashMap<String, byte[]>();
        try (var files = Files.walk(pipeline)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.put(pipeline.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        entries.put("__MACOSX/._unet", new byte[] {1});
        byte[] bytes = Files.readAllBytes(zip("sent.zip", entries));
        String id = begin(Map.of("kind", "BASE_MODEL", "name", "全角　ｎａｍｅ ✿", "size", bytes.length), 200)
                .extract()
                .path("id");
        part(id, 0, bytes, 200);
        ended(id, "DONE").body("name", equalTo("全角　ｎａｍｅ ✿"));
        var sent = registry.baseModels().stream()
                .filter(each -> each.name().equals("全角　ｎａｍｅ ✿"))
                .findFirst()
                .orElseThrow();
        assertTrue(sent.folder().startsWith("data:models/" + id), sent.folder());
        assertTrue(Files.isDirectory(files.pipeline(sent)));
        assertFalse(Files.exists(data.root().resolve("uploads/" + id + ".part")));
    }

    @Test
    void whatIsRefusedLeavesNothingOnTheDisk() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("again"), "Damaged again");
        Files.write(pipeline.resolve("unet/diffusion_pytorch_model.safetensors"), new byte[] {9, 0, 0});
        byte[] bytes = Files.readAllBytes(zip(
                "again.zip",
                Map.of(
                        "model_index.json",
                        Files.readAllBytes(pipeline.resolve("model_index.json")),
                        "unet/diffusion_pytorch_model.safetensors",
                        new byte[] {9, 0, 0})));
        for (byte[] sent : List.of(bytes, new byte[] {1, 2, 3}, Arrays.copyOf(bytes, bytes.length / 2))) {
            String id = begin(Map.of("kind", "BASE_MODEL", "name", "again", "size", sent.length), 200)
                    .extract()
                    .path("id");
            part(id, 0, sent, 200);
            ended(id, "FAILED");
            Wait.until(
                    "the files are gone",
                    () -> !Files.exists(data.root().resolve("uploads/" + id + ".part"))
                            && !Files.exists(data.root().resolve("models/" + id)));
        }
    }

    private Path zip(String name, Map<String, byte[]> entries) throws IOException {
        var file = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    // ---- adapters

    @Test
    void anAdapterIsSentInPartsAndBecomesAVersion() {
        String id = upload("ink", ADAPTER);
        part(id, 0, Arrays.copyOf(ADAPTER, 4), 200)
                .body("received", equalTo(4))
                .body("state", equalTo("UPLOADING"))
                .body("mine", equalTo(true));
        part(id, 0, Arrays.copyOf(ADAPTER, 4), 409).body("code", equalTo("UPLOAD_ELSEWHERE"));
        part(id, 4, new byte[0], 400).body("violations[0].field", equalTo("offset"));
        part(id, 4, new byte[ADAPTER.length], 400).body("violations[0].field", equalTo("offset"));
        part(id, 4, Arrays.copyOfRange(ADAPTER, 4, ADAPTER.length), 200);
        ended(id, "DONE").body("sha256", equalTo(sha(id)));
        Api.given()
                .get("/api/adapters")
                .then()
                .body("find { it.name == 'ink' }.imported", equalTo(true))
                .body("find { it.name == 'ink' }.licence", equalTo("CC0"))
                .body("find { it.name == 'ink' }.triggerWords", equalTo(List.of("水墨")));
        Api.given().get("/api/model-versions").then().body("name", hasItem("ink"));
        part(id, 0, ADAPTER, 409);
    }

    private static String sha(String id) {
        return Api.given().get("/api/imports/" + id).path("sha256");
    }

    @Test
    void anAdapterOfAFolderIsKeptAsABlob() throws IOException {
        var file = Files.write(
                folder.resolve("lying.safetensors"), "\u0003\0\0\0\0\0\0\0{ }".getBytes(StandardCharsets.ISO_8859_1));
        var wish = Map.of("kind", "ADAPTER", "path", file.toString(), "baseModelId", base());
        String id = begin(wish, 200).extract().path("id");
        ended(id, "DONE").body("name", equalTo("lying.safetensors"));
        Files.delete(file);
        assertTrue(blobs.holds(sha(id)));
        begin(Map.of("kind", "ADAPTER", "path", file.toString(), "baseModelId", base(), "size", 3), 400)
                .body("violations[0].field", equalTo("size"));
    }

    // ---- learned words; such as stand in no prompt of another test

    @Test
    void aLearnedWordIsSentAndKnownByItsWord() {
        byte[] file = word(1);
        String id = uploaded(" qrobe ", file, "CC0");
        ended(id, "DONE")
                .body("name", equalTo("qrobe"))
                .body("kind", equalTo("LEARNED_WORD"))
                .body("learnedWordId", equalTo(idOf("qrobe")))
                .body("modelVersionId", equalTo(null));
        String found = "find { it.word == 'qrobe' }.";
        Api.given()
                .get("/api/learned-words")
                .then()
                .body(found + "sha256", equalTo(sha(id)))
                .body(found + "tokens", equalTo(2))
                .body(found + "licence", equalTo("CC0"))
                .body(found + "baseModelId", equalTo(base()))
                .body(found + "withdrawnAt", equalTo(null));
        assertTrue(blobs.holds(sha(id)));
        assertEquals(1, noted("learned-word.imported", "qrobe"));
    }

    @Test
    void aWordStandsForOneFileInAnyCase() {
        ended(uploaded("Qcape", word(2), "CC0"), "DONE");
        ended(uploaded("qcape", word(2), "all rights reserved"), "DONE").body("learnedWordId", equalTo(idOf("Qcape")));
        ended(uploaded("QCAPE", word(3), "CC0"), "FAILED")
                .body("error", containsString("WORD_TAKEN: "))
                .body("error", containsString("'Qcape'"));
        Api.given()
                .get("/api/learned-words")
                .then()
                .body("findAll { it.word =~ /(?i)qcape/ }.licence", equalTo(List.of("CC0")));
        assertEquals(1, noted("learned-word.imported", "Qcape"), "nothing new was learned");
        ended(uploaded("other qcape", word(2), "CC0"), "DONE");
    }

    @Test
    void aWordIsTheSameHoweverItsCharactersAreComposed() {
        ended(uploaded("qro\u0302be", word(4), "CC0"), "DONE").body("name", equalTo("qr\u00f4be"));
        ended(uploaded("Qr\u00d4be", word(5), "CC0"), "FAILED").body("error", containsString("WORD_TAKEN: "));
    }

    /// The second waits until the first is in, and is then refused in words.
    @Test
    void ofTwoFilesForOneWordAtOnceOneIsLetIn() throws InterruptedException {
        var refusals = new ConcurrentLinkedQueue<String>();
        var first = newWord("qtwin", 11);
        var second = newWord("QTWIN", 12);
        var provenance = new Registry.Provenance("", "CC0", "", "ada");
        var late = Thread.ofVirtual().unstarted(() -> {
            try {
                registry.importWord(second, provenance);
            } catch (ModelRefused e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        });
        QuarkusTransaction.requiringNew().run(() -> {
            registry.importWord(first, provenance);
            late.start();
            Wait.until("the second waits", () -> waiting() > 0);
        });
        late.join();
        assertEquals(1, refusals.size());
        String refusal = List.copyOf(refusals).getFirst();
        assertTrue(refusal.startsWith("WORD_TAKEN: The word 'qtwin'"), refusal);
        assertEquals(
                List.of(first.sha256()),
                sql.list("select sha256 from learned_word where folded = 'qtwin'", row -> row.getString("sha256")));
    }

    /// Transactions that wait for another one to end.
    private int waiting() {
        return sql.one(
                "select count(*) as n from pg_locks where locktype = 'transactionid' and not granted",
                row -> row.getInt("n"));
    }

    private NewWord newWord(String word, int number) {
        return new NewWord(
                UUID.fromString(base()), word, blobs.store(word(number)).sha256(), 1);
    }

    @Test
    void ofTwoImportsOfOneWordOneIsDone() {
        var ids = List.of(uploaded("qpair", word(6), "CC0"), uploaded("Qpair", word(7), "CC0"));
        var states = ids.stream()
                .map(id -> over(id).extract().<String>path("state"))
                .sorted()
                .toList();
        assertEquals(List.of("DONE", "FAILED"), states);
        for (String id : ids) {
            over(id).body("error", anyOf(equalTo(null), startsWith("WORD_TAKEN: ")));
        }
    }

    @Test
    void aWithdrawnWordGivesWayToAnotherFile() {
        ended(uploaded("qmantle", word(8), "CC0"), "DONE");
        String first = idOf("qmantle");
        for (int i = 0; i < 2; i++) {
            withdraw(first, 204);
        }
        assertEquals(1, noted("learned-word.withdrawn", "qmantle"), "twice is once");
        Api.given()
                .get("/api/learned-words")
                .then()
                .body("find { it.id == '" + first + "' }.withdrawnAt", notNullValue());
        var base = UUID.fromString(base());
        assertFalse(registry.wordsInForce(base).containsKey("qmantle"));

        ended(uploaded("QMANTLE", word(9), "CC0"), "DONE");
        String second = idOf("QMANTLE");
        assertNotEquals(first, second);
        assertEquals(UUID.fromString(second), registry.wordsInForce(base).get("QMANTLE"));
        ended(uploaded("qmantle", word(8), "CC0"), "FAILED").body("error", containsString("WORD_TAKEN: "));
        withdraw(second, 204);
        ended(uploaded("qmantle", word(8), "CC0"), "DONE");
        assertEquals(2, noted("learned-word.imported", "qmantle"), "it came anew");
        assertNotEquals(UUID.fromString(first), registry.wordsInForce(base).get("qmantle"));
        withdraw(UUID.randomUUID().toString(), 404);
    }

    private static void withdraw(String word, int status) {
        Api.given().post("/api/learned-words/" + word + "/withdraw").then().statusCode(status);
    }

    private static String idOf(String word) {
        return Api.given().get("/api/learned-words").path("find { it.word == '" + word + "' }.id");
    }

    private int noted(String action, String word) {
        return sql.one(
                "select count(*) as n from audit_entry where action = ? and details::jsonb ->> 'name' = ?",
                row -> row.getInt("n"),
                action,
                word);
    }

    @Test
    void aWordOfAFolderIsCalledAsItsFile() throws IOException {
        var file = Files.write(folder.resolve("qlying.SafeTensors"), word(10));
        var wish = Map.of("kind", "LEARNED_WORD", "path", file.toString(), "baseModelId", base());
        String id = begin(wish, 200).extract().path("id");
        ended(id, "DONE").body("name", equalTo("qlying"));
        Files.delete(file);
        assertTrue(blobs.holds(sha(id)));
    }

    @Test
    void whatIsNoWordIsRefused() {
        byte[] pickle = {(byte) 0x80, 4, 0, 0, 0, 0, 0, 0, 0, 0};
        ended(uploaded("pickled", pickle, ""), "FAILED")
                .body("error", containsString("PICKLE: "))
                .body("error", containsString("string_to_param"));
        ended(uploaded("short", new byte[] {1, 2}, ""), "FAILED")
                .body("error", equalTo("WORD_UNUSABLE: short: too short"));
        var wish = new HashMap<String, Object>(Map.of("kind", "LEARNED_WORD", "size", 3, "name", "qrobe"));
        begin(wish, 400).body("violations[0].field", equalTo("baseModelId"));
        wish.put("baseModelId", base());
        for (String name : List.of(
                "(robe)",
                "robe:2",
                "red, robe",
                "（红袍）",
                "红袍：2",
                "红，袍",
                "1.5",
                "\u00a0robe",
                "a\nb",
                "a\u2028b",
                "a\u2029b",
                "a\u0007b",
                "a\u200db",
                "x".repeat(61))) {
            wish.put("name", name);
            begin(wish, 400)
                    .body("violations[0].field", equalTo("name"))
                    .body("violations[0].message", containsString("must be a word of 1 to 60 characters"))
                    .body("violations[0].message", containsString("（ ） ： ， and without line breaks, control"));
        }
    }

    /// As the engine of the tests takes it, each number another file.
    private static byte[] word(int number) {
        return ("\u0002\0\0\0\0\0\0\0{}" + number).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String uploaded(String word, byte[] bytes, String licence) {
        String id = begin(
                        Map.of(
                                "kind",
                                "LEARNED_WORD",
                                "name",
                                word,
                                "baseModelId",
                                base(),
                                "size",
                                bytes.length,
                                "licence",
                                licence),
                        200)
                .extract()
                .path("id");
        part(id, 0, bytes, 200);
        return id;
    }

    @Test
    void aPickleIsRefusedByTheEngine() {
        byte[] pickle = {(byte) 0x80, 4, 0, 0, 0, 0, 0, 0, 0, 0};
        String id = upload("pickle", pickle);
        part(id, 0, pickle, 200);
        ended(id, "FAILED").body("error", containsString("PICKLE: ")).body("error", containsString("Convert it first"));
    }

    @Test
    void whatCannotBeAnUploadIsRefusedByField() {
        var wish = new HashMap<String, Object>(Map.of("kind", "ADAPTER", "name", "x"));
        begin(wish, 400).body("violations[0].field", equalTo("baseModelId"));
        wish.put("baseModelId", UUID.randomUUID().toString());
        begin(wish, 400).body("violations[0].field", equalTo("baseModelId"));
        wish.put("baseModelId", base());
        begin(wish, 400).body("violations[0].field", equalTo("path"));
        wish.put("size", 17_200_000_000L);
        begin(wish, 400).body("violations[0].field", equalTo("size"));
        wish.put("size", 1);
        wish.remove("name");
        begin(wish, 400).body("violations[0].field", equalTo("name"));
    }

    @Test
    @TestSecurity(user = "abby", roles = "admin")
    void uploadsLeftBehindGiveWayAfterADay() {
        var left = IntStream.range(0, 4).mapToObj(i -> upload("left", ADAPTER)).toList();
        part(left.getFirst(), 0, Arrays.copyOf(ADAPTER, 4), 200);
        var wish = Map.of("kind", "ADAPTER", "name", "next", "baseModelId", base(), "size", 3);
        begin(wish, 429).body("code", equalTo("TOO_MANY_UPLOADS"));
        left.forEach(id ->
                sql.update("update model_import set created_at = now() - interval '25 hours' where id = ?::uuid", id));
        begin(wish, 200);
        Api.given().get("/api/imports/" + left.getFirst()).then().body("state", equalTo("FAILED"));
        assertFalse(Files.exists(data.root().resolve("uploads/" + left.getFirst() + ".part")));
        String others = upload("others", ADAPTER);
        sql.update("update model_import set requested_by = 'somebody' where id = ?::uuid", others);
        Api.given().get("/api/imports/" + others).then().body("mine", equalTo(false));
        part(others, 0, ADAPTER, 403);
    }

    @Test
    void anUploadIsCancelledOnce() {
        String id = upload("half", ADAPTER);
        part(id, 0, Arrays.copyOf(ADAPTER, 4), 200);
        for (int i = 0; i < 2; i++) {
            Api.given().post("/api/imports/" + id + "/cancel").then().statusCode(204);
        }
        Api.given().get("/api/imports/" + id).then().body("state", equalTo("CANCELLED"));
        part(id, 4, Arrays.copyOfRange(ADAPTER, 4, 6), 409);
    }

    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void onlyAdministratorsImportAndCuratorsLookOn() {
        begin(Map.of("kind", "BASE_MODEL", "path", "/"), 403);
        withdraw(UUID.randomUUID().toString(), 403);
        Api.given().get("/api/imports?limit=1").then().statusCode(200);
    }

    private String base() {
        return registry.baseModels().getFirst().id().toString();
    }

    private String upload(String name, byte[] bytes) {
        return begin(
                        Map.of(
                                "kind",
                                "ADAPTER",
                                "name",
                                name,
                                "baseModelId",
                                base(),
                                "size",
                                bytes.length,
                                "licence",
                                "CC0"),
                        200)
                .body("state", equalTo("UPLOADING"))
                .extract()
                .path("id");
    }

    private static ValidatableResponse part(String id, long offset, byte[] bytes, int status) {
        return RestAssured.given()
                .contentType("application/octet-stream")
                .accept("application/json, application/problem+json")
                .header("X-Pinhua-Request", "1")
                .body(bytes)
                .put("/api/imports/" + id + "/content?offset=" + offset)
                .then()
                .statusCode(status);
    }

    private static ValidatableResponse begin(Map<String, ?> wish, int status) {
        return Api.given().body(wish).post("/api/imports").then().statusCode(status);
    }

    private static ValidatableResponse importedPath(Path path, String state) {
        String id = begin(
                        Map.of("kind", "BASE_MODEL", "path", path.toString(), "licence", "CC0", "origin", "a friend"),
                        200)
                .extract()
                .path("id");
        return ended(id, state);
    }

    private static ValidatableResponse ended(String id, String state) {
        return over(id).body("state", equalTo(state));
    }

    private static ValidatableResponse over(String id) {
        Wait.until("the import ends", () -> {
            String now = Api.given().get("/api/imports/" + id).path("state");
            return java.util.Set.of("DONE", "FAILED", "CANCELLED").contains(now);
        });
        return Api.given().get("/api/imports/" + id).then();
    }
}
