package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.base;
import static art.pinhua.registry.ImportApi.begin;
import static art.pinhua.registry.ImportApi.ended;
import static art.pinhua.registry.ImportApi.importedPath;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.io.PredictionNote;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Base models that are imported again, from the same place or another one.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class ImportAgainTest {
    @Inject
    ModelFiles files;

    @Inject
    DataFolder data;

    @Inject
    Sql sql;

    @TempDir
    Path folder;

    @Test
    void aModelThatIsStillThereIsSaidToBeKnownAndStays() throws IOException {
        var first = TestPipeline.write(folder.resolve("steady"), "Steady");
        String version = importedPath(first, "DONE")
                .body("knownAs", nullValue())
                .body("moved", equalTo(false))
                .extract()
                .path("modelVersionId");
        var copy = TestPipeline.write(folder.resolve("copy of it"), "Steady");
        for (Path again : new Path[] {first, copy}) {
            importedPath(again, "DONE")
                    .body("knownAs", equalTo("steady"))
                    .body("moved", equalTo(false))
                    .body("modelVersionId", equalTo(version));
        }
        assertEquals(first.toRealPath().toString(), place(version));
        assertEquals(0, moves(version, ""));
    }

    @Test
    void aModelWhoseFolderWasMovedIsReadFromTheNewOne() throws IOException {
        var first = TestPipeline.write(folder.resolve("wanderer"), "Wanderer");
        String version = importedPath(first, "DONE").extract().path("modelVersionId");
        var second = Files.move(first, folder.resolve("elsewhere"));
        var missing = assertThrows(ProblemException.class, () -> place(version));
        assertEquals(RegistryProblem.NOT_SERVABLE, missing.code());
        importedPath(second, "DONE")
                .body("knownAs", equalTo("wanderer"))
                .body("moved", equalTo(true))
                .body("modelVersionId", equalTo(version));
        assertEquals(second.toRealPath().toString(), place(version));
        assertEquals(1, moves(version, "elsewhere"));
    }

    @Test
    void aPlaceThatHoldsOtherBytesNowIsLeft() throws IOException {
        var first = TestPipeline.write(folder.resolve("overwritten"), "Overwritten");
        String version = importedPath(first, "DONE").extract().path("modelVersionId");
        Files.writeString(first.resolve("unet/config.json"), "{\"sample_size\":32}");
        var second = TestPipeline.write(folder.resolve("as it was"), "Overwritten");
        importedPath(second, "DONE").body("moved", equalTo(true)).body("modelVersionId", equalTo(version));
        assertTrue(place(version).endsWith("as it was"), () -> place(version));
    }

    @Test
    void aModelIsReadFromWherePreviewsLieBesideIt() throws IOException {
        String version = version(TestPipeline.write(folder.resolve("without"), "Seen early"));
        var with = TestPipeline.write(folder.resolve("with"), "Seen early");
        Files.writeString(Files.createDirectory(with.resolve("taesd")).resolve("config.json"), "{}");
        importedPath(with, "DONE")
                .body("knownAs", equalTo("without"))
                .body("moved", equalTo(true))
                .body("modelVersionId", equalTo(version));
        assertEquals(with.toRealPath().toString(), place(version));
        importedPath(folder.resolve("without"), "DONE").body("moved", equalTo(false));
    }

    /// As those are that were imported when previews were a part of the digest.
    @Test
    void aModelThatIsKnownWithItsPreviewsStaysKnown() throws IOException {
        var place = TestPipeline.write(folder.resolve("seen"), "Seen long ago");
        Files.writeString(Files.createDirectory(place.resolve("taesd")).resolve("config.json"), "{}");
        insert("seen long ago", ModelDigest.of(place).earlier().getFirst(), place);
        importedPath(place, "DONE").body("knownAs", equalTo("seen long ago")).body("moved", equalTo(false));
    }

    @Test
    void aCorrectedTokenizerMakesAnotherModel() throws IOException {
        String first = version(checkpoint("as published", "retold", "{}"));
        String other = version(checkpoint("corrected", "retold", "{\"a\":0}"));
        assertNotEquals(first, other);
        assertEquals(first, version(checkpoint("copied", "retold", "{}")));
    }

    /// As those are that were imported before their tokenizers were looked at.
    @Test
    void aCheckpointThatIsKnownByItsFileAloneStaysKnown() throws IOException {
        Path file = checkpoint("then", "long known", "{}");
        insert("long known", FileDigest.of(file), file);
        importedPath(file, "DONE").body("knownAs", equalTo("long known")).body("moved", equalTo(false));
        importedPath(checkpoint("since", "long known", "{\"a\":0}"), "DONE").body("knownAs", nullValue());
        Files.move(folder.resolve("then"), folder.resolve("now"));
        importedPath(folder.resolve("now/one.safetensors"), "DONE")
                .body("knownAs", equalTo("long known"))
                .body("moved", equalTo(true));
    }

    @Test
    void whatACheckpointPredictsIsSaidBesideACopyOfIt() throws IOException {
        Path file = checkpoint("silent", "predicts velocity", "{}");
        String silent = version(file);
        String version =
                predicting(file, "DONE").body("knownAs", nullValue()).extract().path("modelVersionId");
        assertNotEquals(silent, version);
        Path copy = Path.of(place(version));
        assertTrue(copy.startsWith(data.root()), copy::toString);
        assertEquals(Optional.of(PredictionKind.VELOCITY), PredictionNote.of(copy));
        assertTrue(Files.exists(copy.resolveSibling("tokenizer").resolve("vocab.json")));
        assertEquals(Optional.empty(), PredictionNote.of(file), "where it came from nothing changed");
        predicting(file, "DONE").body("knownAs", equalTo("one.safetensors")).body("moved", equalTo(false));
        assertEquals(copy.toString(), place(version));
    }

    @Test
    void onlyOfACheckpointInOneFileCanBeSaidWhatItPredicts() {
        predicting(TestPipeline.write(folder.resolve("says itself"), "Says itself"), "FAILED")
                .body("error", containsString("scheduler_config.json"));
        var adapter =
                Map.of("kind", "ADAPTER", "name", "x", "baseModelId", base(), "size", 3, "prediction", "VELOCITY");
        begin(adapter, 400).body("violations[0].field", equalTo("prediction"));
    }

    private static ValidatableResponse predicting(Path place, String state) {
        var wish = Map.of("kind", "BASE_MODEL", "path", place.toString(), "prediction", "VELOCITY");
        String id = begin(wish, 200).extract().path("id");
        return ended(id, state);
    }

    private void insert(String name, String digest, Path place) throws IOException {
        sql.update(
                "insert into base_model (id, name, digest, folder, width, height, parameters)"
                        + " values (?, ?, ?, ?, 64, 64, 1)",
                UUID.randomUUID(),
                name,
                digest,
                place.toRealPath().toString());
    }

    private static String version(Path place) {
        return importedPath(place, "DONE").extract().path("modelVersionId");
    }

    /// In a folder of its own, with a tokenizer.
    private Path checkpoint(String name, String word, String vocabulary) throws IOException {
        Path tokenizer = Files.createDirectories(folder.resolve(name).resolve("tokenizer"));
        Files.writeString(tokenizer.resolve("vocab.json"), vocabulary);
        return Files.writeString(
                folder.resolve(name).resolve("one.safetensors"),
                "\u0002\0\0\0\0\0\0\0{}" + word,
                StandardCharsets.ISO_8859_1);
    }

    private String place(String version) {
        return files.source(UUID.fromString(version)).pipeline();
    }

    private int moves(String version, String to) {
        return sql.one(
                "select count(*) as n from audit_entry where action = 'base-model.moved' and subject = ?"
                        + " and actor = 'ada' and details like '%' || ?::text || '%'",
                row -> row.getInt("n"), version, to);
    }
}
