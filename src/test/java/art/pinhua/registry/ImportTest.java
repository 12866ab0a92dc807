package art.pinhua.registry;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.generation.TestPipeline;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models and adapters from outside, over HTTP and through the engine.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class ImportTest {
    private static final byte[] ADAPTER =
            "\u0002\0\0\0\0\0\0\0{}".getBytes(StandardCharsets.ISO_8859_1);

    @Inject
    Registry registry;

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
    void damagedFilesAreNamed() throws IOException {
        var cut = TestPipeline.write(folder.resolve("short"), "Short");
        Files.write(cut.resolve("unet/diffusion_pytorch_model.safetensors"), new byte[] {9, 0, 0});
        importedPath(cut, "FAILED").body("error", containsString("diffusion_pytorch_model.safetensors"));
        var deep = TestPipeline.write(folder.resolve("damaged"), "Damaged");
        importedPath(deep, "FAILED").body("error", containsString("WEIGHTS_DAMAGED"));
        Files.writeString(deep.resolve("vae/config.json"), "{");
        importedPath(deep, "FAILED");
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
        for (String name : new String[] {"../evil.json", "/evil.json", "a/../../evil.json", "a\\evil.json", "a//b.json"}) {
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
        part(id, 0, Arrays.copyOf(ADAPTER, 4), 200).body("received", equalTo(4)).body("state", equalTo("UPLOADING"));
        part(id, 0, Arrays.copyOf(ADAPTER, 4), 409).body("code", equalTo("UPLOAD_ELSEWHERE"));
        part(id, 4, new byte[ADAPTER.length], 400).body("violations[0].field", equalTo("offset"));
        part(id, 4, Arrays.copyOfRange(ADAPTER, 4, ADAPTER.length), 200);
        ended(id, "DONE").body("sha256", equalTo(sha(id)));
        Api.given()
                .get("/api/adapters")
                .then()
                .body("find { it.name == 'ink' }.imported", equalTo(true))
                .body("find { it.name == 'ink' }.licence", equalTo("CC0"))
                .body("find { it.name == 'ink' }.triggerWords", equalTo(java.util.List.of("水墨")));
        Api.given().get("/api/model-versions").then().body("name", hasItem("ink"));
        part(id, 0, ADAPTER, 409);
    }

    private static String sha(String id) {
        return Api.given().get("/api/imports/" + id).path("sha256");
    }

    @Test
    void aPickleIsRefusedByTheEngine() {
        byte[] pickle = {(byte) 0x80, 4, 0, 0, 0, 0, 0, 0, 0, 0};
        String id = upload("pickle", pickle);
        part(id, 0, pickle, 200);
        ended(id, "FAILED").body("error", containsString("pickle"));
    }

    @Test
    void whatCannotBeAnUploadIsRefusedByField() {
        var wish = new HashMap<String, Object>(Map.of("kind", "ADAPTER", "name", "x"));
        begin(wish, 400).body("violations[0].field", equalTo("baseModelId"));
        wish.put("baseModelId", UUID.randomUUID().toString());
        begin(wish, 400).body("violations[0].field", equalTo("baseModelId"));
        wish.put("baseModelId", base());
        begin(wish, 400).body("violations[0].field", equalTo("size"));
        wish.put("size", 3_000_000_000L);
        begin(wish, 400).body("violations[0].field", equalTo("size"));
        wish.put("size", 1);
        wish.remove("name");
        begin(wish, 400).body("violations[0].field", equalTo("name"));
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
                        Map.of("kind", "BASE_MODEL", "path", path.toString(), "licence", "CC0", "origin", "a friend"), 200)
                .extract()
                .path("id");
        return ended(id, state);
    }

    private static ValidatableResponse ended(String id, String state) {
        Wait.until("the import ends", () -> {
            String now = Api.given().get("/api/imports/" + id).path("state");
            return java.util.Set.of("DONE", "FAILED", "CANCELLED").contains(now);
        });
        return Api.given().get("/api/imports/" + id).then().body("state", equalTo(state));
    }
}
