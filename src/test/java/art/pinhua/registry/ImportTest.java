package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.base;
import static art.pinhua.registry.ImportApi.begin;
import static art.pinhua.registry.ImportApi.ended;
import static art.pinhua.registry.ImportApi.importedPath;
import static art.pinhua.registry.ImportApi.part;
import static art.pinhua.registry.ImportApi.sha;
import static art.pinhua.registry.ImportApi.withdraw;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Jobs;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models and adapters from outside, over HTTP and through the engine.
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
    Jobs jobs;

    @TempDir
    Path folder;

    @Test
    void aSoundFolderBecomesABaseModelWithItsOrigin() {
        var pipeline = TestPipeline.write(folder.resolve("second"), "Second");
        importedPath(pipeline, "DONE").body("name", equalTo("second"));
        Api.given()
                .get("/api/base-models")
                .then()
                .body("find { it.name == 'second' }.licence", equalTo("CC0"))
                .body("find { it.name == 'second' }.origin", equalTo("a friend"))
                .body("find { it.name == 'second' }.pipelineClass", equalTo("Fake"))
                .body("find { it.name == 'second' }.predictionType", equalTo("epsilon"));
        int known = registry.versions().size();
        importedPath(pipeline, "DONE");
        assertEquals(known, registry.versions().size(), "the same files are known once");
    }

    @Test
    void theJobTellsHowFarItHasReadTheFiles() {
        var pipeline = TestPipeline.write(folder.resolve("told"), "Told");
        String id = importedPath(pipeline, "DONE").extract().path("id");
        var job = jobs.newest(ImportWork.KIND, UUID.fromString(id), 1).getFirst();
        assertEquals(100, job.stepsTotal());
        assertEquals(100, job.stepsDone());
    }

    @Test
    void anImportedModelIsUsuallyDrawnWithAsItsFilesTell() {
        var pipeline = TestPipeline.write(folder.resolve("quick"), "Quick");
        importedPath(pipeline, "DONE");
        Api.given()
                .get("/api/base-models")
                .then()
                .body("find { it.name == 'quick' }.usualSampling.steps", equalTo(4))
                .body("find { it.name == 'quick' }.usualSampling.guidance", equalTo(1f))
                .body("find { it.name == 'quick' }.usualSampling.sampler", equalTo("EULER"))
                .body("find { it.name == 'test-pipeline' }.usualSampling.steps", equalTo(20))
                .body("find { it.name == 'test-pipeline' }.usualSampling.guidance", equalTo(3f))
                .body("find { it.name == 'test-pipeline' }.usualSampling.guidanceRescale", equalTo(0f))
                .body("find { it.name == 'test-pipeline' }.usualSampling.sampler", equalTo("DPMPP_2M"));
    }

    @Test
    void ofAnImportedModelItIsKnownHowManyTextLayersCanBeLeftOut() {
        importedPath(TestPipeline.write(folder.resolve("shallow"), "Shallow"), "DONE");
        Api.given()
                .get("/api/base-models")
                .then()
                .body("find { it.name == 'shallow' }.mostClipSkip", equalTo(1))
                .body("find { it.name == 'test-pipeline' }.mostClipSkip", equalTo(11));
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
                .body("largestUpload", equalTo(16L << 30))
                .body("largestAdapter", equalTo(4L << 30));
    }

    @Test
    void aModelWithALinkThatLeadsOutIsRefusedByIt() throws IOException {
        var pipeline = TestPipeline.write(folder.resolve("leads-out"), "LeadsOut");
        Files.createSymbolicLink(pipeline.resolve("tokenizer"), Path.of("/etc"));
        importedPath(pipeline, "FAILED").body("error", containsString("tokenizer is a link that leads out"));
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
        ended(id, "DONE").body("sha256", equalTo(DigestUtils.sha256Hex(ADAPTER)));
        Api.given()
                .get("/api/adapters")
                .then()
                .body("find { it.name == 'ink' }.imported", equalTo(true))
                .body("find { it.name == 'ink' }.licence", equalTo("CC0"))
                .body("find { it.name == 'ink' }.triggerWords", equalTo(List.of("水墨")));
        Api.given().get("/api/model-versions").then().body("name", hasItem("ink"));
        part(id, 0, ADAPTER, 409);
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

    @Test
    void anAdapterWithoutEndIsNotKept() throws IOException {
        var file = folder.resolve("endless.safetensors");
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength((4L << 30) + 1); // takes no room on the disk
        }
        String id = begin(Map.of("kind", "ADAPTER", "path", file.toString(), "baseModelId", base()), 200)
                .extract()
                .path("id");
        ended(id, "FAILED").body("error", containsString("at most 4294967296 are taken"));
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
        wish.put("size", (4L << 30) + 1);
        begin(wish, 400)
                .body("violations[0].field", equalTo("size"))
                .body("violations[0].message", equalTo("must be at most 4294967296 bytes"));
        begin(Map.of("kind", "BASE_MODEL", "name", "x", "size", 17_200_000_000L), 400)
                .body("violations[0].field", equalTo("size"));
        wish.put("size", 1);
        wish.put("fileName", "x.PT");
        begin(wish, 400).body("violations[0].field", equalTo("fileName"));
        wish.remove("fileName");
        wish.remove("name");
        begin(wish, 400).body("violations[0].field", equalTo("name"));
    }

    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void onlyAdministratorsImportAndCuratorsLookOn() {
        begin(Map.of("kind", "BASE_MODEL", "path", "/"), 403);
        withdraw(UUID.randomUUID().toString(), 403);
        Api.given().get("/api/imports?limit=1").then().statusCode(200);
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
}
