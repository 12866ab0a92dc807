package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.base;
import static art.pinhua.registry.ImportApi.begin;
import static art.pinhua.registry.ImportApi.ended;
import static art.pinhua.registry.ImportApi.part;
import static art.pinhua.registry.ImportApi.sha;
import static art.pinhua.registry.TestPairs.CONFIG;
import static art.pinhua.registry.TestPairs.LAYER;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.io.PeftAdapter;
import art.pinhua.training.io.Safetensors;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Adapters as peft saves them, in two files.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class PeftImportTest {
    @Inject
    DataFolder data;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @Inject
    ModelImports imports;

    @Inject
    Jobs jobs;

    @TempDir
    Path folder;

    @Test
    void bothFilesAreKeptAsOneHoweverTheyCome() throws IOException {
        Path pair = pair("pair", CONFIG);
        byte[] zip = zip(pair, "lora/");
        String id = uploaded("peft pair", zip);
        ended(id, "DONE").body("knownAs", nullValue());
        try (var kept = Safetensors.open(blobs.file(sha(id)))) {
            assertEquals(
                    Set.of(LAYER + ".lora_A.weight", LAYER + ".lora_B.weight", LAYER + ".alpha"),
                    kept.tensors().keySet());
            assertEquals(madeOf(pair), kept.metadata().get(PeftAdapter.MADE_OF));
        }
        String card = "find { it.name == 'peft pair' }.";
        Api.given()
                .get("/api/adapters")
                .then()
                .body(card + "sha256", equalTo(sha(id)))
                .body(card + "madeOf", equalTo(madeOf(pair)));
        assertEquals(1, noted(pair));
        nothingIsLeftOf(id);

        Api.given().get("/api/imports/places").then().body("found", hasItem(pair.toString()));
        for (Path place : List.of(pair, pair.resolve(PeftAdapter.TENSORS), write("pair.zip", zip))) {
            String other = fromPath(place);
            ended(other, "DONE").body("knownAs", equalTo("peft pair")).body("moved", equalTo(false));
            assertEquals(sha(id), sha(other), place.toString());
        }
        assertEquals(1, noted(pair), "nothing became known under another name");
    }

    private int noted(Path pair) throws IOException {
        return sql.one(
                "select count(*) as n from audit_entry where action = ? and details::jsonb ->> 'madeOf' = ?",
                row -> row.getInt("n"),
                "adapter.imported",
                madeOf(pair));
    }

    @Test
    void aFileThatCameAsItIsSaysNothingOfOthers() throws IOException {
        Path pair = pair("plain", CONFIG);
        Files.delete(pair.resolve(PeftAdapter.CONFIG));
        try (var file = Safetensors.open(pair.resolve(PeftAdapter.TENSORS))) {
            Safetensors.write(
                    folder.resolve("claims.safetensors"),
                    file.tensors().values(),
                    Map.of(PeftAdapter.MADE_OF, "what I like"));
        }
        ended(fromPath(folder.resolve("claims.safetensors")), "DONE");
        Api.given().get("/api/adapters").then().body("find { it.name == 'claims.safetensors' }.madeOf", equalTo(""));
    }

    @Test
    void anImportGoesOnFromTheJoinedFileWhenThePairIsGone() throws IOException {
        Path pair = pair("moved", CONFIG);
        String madeOf = PeftAdapter.join(pair, folder.resolve("joined"), () -> {});
        var file = new KeptFile(blobs.store(folder.resolve("joined")).sha256(), madeOf);
        Files.delete(pair.resolve(PeftAdapter.CONFIG));
        var wish = queued("moved pair", pair.toString(), 0);
        QuarkusTransaction.requiringNew().run(() -> {
            imports.add(wish);
            imports.hashed(wish.id(), file);
            jobs.submit(ImportWork.KIND, wish.id());
        });
        ended(wish.id().toString(), "DONE").body("sha256", equalTo(file.sha256()));
        Api.given().get("/api/adapters").then().body("find { it.name == 'moved pair' }.madeOf", equalTo(madeOf));
    }

    @Test
    void anUploadThatIsGoneIsSaidToBe() {
        var wish = queued("gone", null, 5);
        QuarkusTransaction.requiringNew().run(() -> {
            imports.add(wish);
            jobs.submit(ImportWork.KIND, wish.id());
        });
        ended(wish.id().toString(), "FAILED").body("error", containsString("upload is gone"));
    }

    private static ModelImport queued(String name, @Nullable String path, long size) {
        return new ModelImport(
                UUID.randomUUID(),
                ImportKind.ADAPTER,
                name,
                path,
                UUID.fromString(base()),
                size,
                0,
                null,
                "",
                null,
                null,
                "",
                "",
                "ada",
                ImportState.QUEUED,
                null,
                null,
                null,
                null,
                false,
                Instant.EPOCH);
    }

    @Test
    void whatIsMissingOrWrongIsNamed() throws IOException {
        Path alone = pair("alone", CONFIG);
        Files.delete(alone.resolve(PeftAdapter.CONFIG));
        ended(fromPath(alone), "FAILED").body("error", containsString("adapter_config.json"));
        String sent = uploaded("alone", zip(alone, ""));
        ended(sent, "FAILED").body("error", containsString("adapter_config.json"));
        nothingIsLeftOf(sent);
        ended(fromPath(pair("odd", "{\"lora_alpha\": null}")), "FAILED")
                .body("error", containsString("ADAPTER_UNUSABLE: "))
                .body("error", containsString("lora_alpha"));
        Path checkpoint = pair("checkpoint", CONFIG);
        Files.write(checkpoint.resolve("optimizer.pt"), new byte[] {(byte) 0x80, 2});
        ended(uploaded("checkpoint", zip(checkpoint, "")), "FAILED")
                .body("error", containsString("PICKLE: "))
                .body("error", containsString("'optimizer.pt'"))
                .body("error", containsString("leave out"));
        Path led = pair("led", CONFIG);
        Files.delete(led.resolve(PeftAdapter.CONFIG));
        Files.createSymbolicLink(led.resolve(PeftAdapter.CONFIG), Path.of("/etc/passwd"));
        ended(fromPath(led), "FAILED").body("error", containsString("lies outside"));
    }

    private void nothingIsLeftOf(String id) {
        Wait.until(
                "the files are gone",
                () -> !Files.exists(data.root().resolve("uploads/" + id + ".part"))
                        && !Files.exists(data.root().resolve("models/" + id))
                        && !Files.exists(data.root().resolve("models/drafts/" + id)));
    }

    private String fromPath(Path place) {
        return begin(Map.of("kind", "ADAPTER", "path", place.toString(), "baseModelId", base()), 200)
                .extract()
                .path("id");
    }

    private String uploaded(String name, byte[] bytes) {
        String id = begin(Map.of("kind", "ADAPTER", "name", name, "baseModelId", base(), "size", bytes.length), 200)
                .extract()
                .path("id");
        part(id, 0, bytes, 200);
        return id;
    }

    private static String madeOf(Path pair) throws IOException {
        return "adapter_model.safetensors sha256:%s, adapter_config.json sha256:%s"
                .formatted(
                        DigestUtils.sha256Hex(Files.readAllBytes(pair.resolve(PeftAdapter.TENSORS))),
                        DigestUtils.sha256Hex(Files.readAllBytes(pair.resolve(PeftAdapter.CONFIG))));
    }

    private Path pair(String name, String config) throws IOException {
        return TestPairs.write(folder.resolve(name), config);
    }

    private byte[] zip(Path pair, String within) throws IOException {
        var file = folder.resolve("sent.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file));
                var files = Files.list(pair)) {
            for (Path each : files.toList()) {
                zip.putNextEntry(new ZipEntry(within + each.getFileName()));
                zip.write(Files.readAllBytes(each));
            }
            zip.putNextEntry(new ZipEntry(within + "README.md"));
            zip.write("an adapter".getBytes(StandardCharsets.UTF_8));
        }
        return Files.readAllBytes(file);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
