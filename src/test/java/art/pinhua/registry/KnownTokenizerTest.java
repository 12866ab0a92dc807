package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.base;
import static art.pinhua.registry.ImportApi.begin;
import static art.pinhua.registry.ImportApi.ended;
import static art.pinhua.registry.ImportApi.importedPath;
import static art.pinhua.registry.ImportApi.part;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Wait;
import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.PredictionKind;
import art.pinhua.training.io.PredictionNote;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checkpoints in one file that take the tokenizers of a base model that is known.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class KnownTokenizerTest {
    @Inject
    Registry registry;

    @Inject
    ModelFiles files;

    @Inject
    DataFolder data;

    @Inject
    Sql sql;

    @TempDir
    Path folder;

    @Test
    void aCheckpointIsSentByItself() throws IOException {
        String known = known("teacher");
        byte[] bytes = bytes("bare");
        String id = begin(upload("bare.safetensors", bytes.length, known), 200)
                .body("tokenizerOf", equalTo(known))
                .extract()
                .path("id");
        part(id, 0, bytes, 200);
        String version = ended(id, "DONE")
                .body("tokenizerOf", equalTo(known))
                .body("knownAs", nullValue())
                .extract()
                .path("modelVersionId");
        Path copy = place(version);
        assertTrue(copy.startsWith(data.root().resolve("models").resolve(id)), copy::toString);
        assertEquals("teacher", whose(copy, "tokenizer"));
        assertEquals("second", whose(copy, "tokenizer_2"));
        assertFalse(Files.exists(data.root().resolve("uploads").resolve(id + ".part")));
        assertEquals(1, begun(id, known));
    }

    @Test
    void tokenizersBesideAnotherCheckpointAreTakenToo() throws IOException {
        Path other = checkpoint("other", "other");
        tokenizer(other.resolveSibling("tokenizer"), "beside");
        importedPath(other, "DONE");
        String known = idOf(other);
        Path bare = checkpoint("alone", "alone");
        String id = begin(fromPath(bare, known), 200).extract().path("id");
        Path copy = place(ended(id, "DONE").extract().path("modelVersionId"));
        assertTrue(copy.startsWith(data.root()), copy::toString);
        assertEquals("one.safetensors", copy.getFileName().toString());
        assertEquals("beside", whose(copy, "tokenizer"));
        assertFalse(Files.exists(bare.resolveSibling("tokenizer")), "nothing is written beside the file itself");
    }

    @Test
    void whatLiesBesideAFileOfTheServerForItComesAlong() throws IOException {
        String known = known("with a note");
        Path bare = checkpoint("noted", "noted");
        tokenizer(bare.resolveSibling("tokenizer"), "its own");
        PredictionNote.write(bare, PredictionKind.VELOCITY);
        String id = begin(fromPath(bare, known), 200).extract().path("id");
        Path copy = place(ended(id, "DONE").extract().path("modelVersionId"));
        assertEquals("with a note", whose(copy, "tokenizer"));
        assertEquals(Optional.of(PredictionKind.VELOCITY), PredictionNote.of(copy));
    }

    @Test
    void whatItPredictsCanBeSaidToo() throws IOException {
        var wish = new HashMap<String, Object>(fromPath(checkpoint("both", "both"), known("for both")));
        wish.put("prediction", "VELOCITY");
        String id = begin(wish, 200).extract().path("id");
        Path copy = place(ended(id, "DONE").extract().path("modelVersionId"));
        assertEquals("for both", whose(copy, "tokenizer"));
        assertEquals(Optional.of(PredictionKind.VELOCITY), PredictionNote.of(copy));
    }

    @Test
    void aCheckpointByItselfIsRefusedBeforeItIsSent() {
        begin(Map.of("kind", "BASE_MODEL", "name", "x", "size", 9, "fileName", "x.SafeTensors"), 400)
                .body("violations[0].field", equalTo("tokenizerOf"))
                .body("violations[0].message", containsString("must be said"));
        begin(Map.of("kind", "BASE_MODEL", "name", "x", "size", 9, "fileName", "x.ckpt"), 400)
                .body("violations[0].field", equalTo("fileName"))
                .body("violations[0].message", containsString("Convert it first"));
    }

    @Test
    void onlyOfCheckpointsInOneFileIsSaidWhoseTokenizersTheyTake() throws IOException {
        String known = known("for none");
        refused(upload("x.zip", 9, known));
        refused(upload("x.safetensors", 9, UUID.randomUUID().toString()));
        refused(upload("x.safetensors", 9, base()));
        refused(Map.of("kind", "ADAPTER", "name", "x", "size", 9, "baseModelId", base(), "tokenizerOf", known));
        Path whole = TestPipeline.write(folder.resolve("whole"), "Has its own");
        String id = begin(fromPath(whole, known), 200).extract().path("id");
        ended(id, "FAILED").body("error", containsString("has its own tokenizers"));
    }

    /// As the starter model's is, and that of a model with BERT.
    @Test
    void anotherTokenizerThanThatOfClipIsRefusedBeforeTheCheckpointIsSent() throws IOException {
        Path small = TestPipeline.write(folder.resolve("small"), "Of few words");
        tokenizer(small.resolve("tokenizer"), "small", 300);
        importedPath(small, "DONE");
        Path bert = TestPipeline.write(folder.resolve("bert"), "With BERT");
        Files.createDirectories(bert.resolve("tokenizer"));
        Files.writeString(bert.resolve("tokenizer/tokenizer_config.json"), "{}");
        Files.writeString(bert.resolve("tokenizer/vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
        importedPath(bert, "DONE");
        Path bare = checkpoint("without words", "without words");
        for (Path lender : new Path[] {small, bert}) {
            refused(upload("x.safetensors", 9, idOf(lender)));
            begin(fromPath(bare, idOf(lender)), 400)
                    .body("violations[0].field", equalTo("tokenizerOf"))
                    .body("violations[0].message", containsString("not CLIP's"));
        }
    }

    @Test
    void aModelWhoseFilesAreGoneLendsNothing() throws IOException {
        String known = known("gone");
        Files.move(folder.resolve("gone"), folder.resolve("elsewhere"));
        begin(upload("x.safetensors", 9, known), 409).body("code", equalTo("NOT_SERVABLE"));
    }

    @Test
    void aPickleByItselfIsRefusedWhateverItsNameSays() throws IOException {
        byte[] pickle = {(byte) 0x80, 4, 0, 0, 0, 0, 0, 0, 0, 0};
        String id = begin(upload("x.safetensors", pickle.length, known("for a pickle")), 200)
                .extract()
                .path("id");
        part(id, 0, pickle, 200);
        ended(id, "FAILED").body("error", containsString("PICKLE: "));
        Wait.until(
                "the files are gone",
                () -> !Files.exists(data.root().resolve("uploads/" + id + ".part"))
                        && !Files.exists(data.root().resolve("models/" + id)));
    }

    private static void refused(Map<String, ?> wish) {
        begin(wish, 400).body("violations[0].field", equalTo("tokenizerOf"));
    }

    private static Map<String, Object> upload(String fileName, int size, String tokenizerOf) {
        return Map.of(
                "kind", "BASE_MODEL",
                "name", fileName,
                "size", size,
                "fileName", fileName,
                "tokenizerOf", tokenizerOf);
    }

    private static Map<String, Object> fromPath(Path place, String tokenizerOf) {
        return Map.of("kind", "BASE_MODEL", "path", place.toString(), "tokenizerOf", tokenizerOf);
    }

    /// The id of a base model in diffusers layout, whose tokenizer says its name.
    private String known(String name) throws IOException {
        Path pipeline = TestPipeline.write(folder.resolve(name), "Known " + name);
        tokenizer(pipeline.resolve("tokenizer"), name);
        tokenizer(pipeline.resolve("tokenizer_2"), "second");
        importedPath(pipeline, "DONE").body("knownAs", nullValue());
        return idOf(pipeline);
    }

    private String idOf(Path place) throws IOException {
        String real = place.toRealPath().toString();
        return registry.baseModels().stream()
                .filter(each -> each.folder().equals(real))
                .findFirst()
                .orElseThrow()
                .id()
                .toString();
    }

    /// With as many words as CLIP has.
    private static void tokenizer(Path place, String whose) throws IOException {
        tokenizer(place, whose, 49_408);
    }

    private static void tokenizer(Path place, String whose, int words) throws IOException {
        Files.createDirectories(place);
        Files.writeString(place.resolve("whose.txt"), whose);
        Files.writeString(
                place.resolve("tokenizer_config.json"), "{\"model_max_length\": 77, \"pad_token\": \"<|endoftext|>\"}");
        Files.writeString(place.resolve("merges.txt"), "#version: 0.2\n");
        String marks = "\"<|startoftext|>\": " + (words - 2) + ", \"<|endoftext|>\": " + (words - 1) + "}";
        Files.writeString(
                place.resolve("vocab.json"),
                IntStream.range(0, words - 2)
                        .mapToObj(number -> "\"word" + number + "\": " + number + ", ")
                        .collect(Collectors.joining("", "{", marks)));
    }

    private static String whose(Path checkpoint, String tokenizer) throws IOException {
        return Files.readString(checkpoint.resolveSibling(tokenizer).resolve("whose.txt"));
    }

    /// In a folder of its own, with nothing beside it.
    private Path checkpoint(String name, String word) throws IOException {
        return Files.write(Files.createDirectories(folder.resolve(name)).resolve("one.safetensors"), bytes(word));
    }

    private static byte[] bytes(String word) {
        return ("\u0002\0\0\0\0\0\0\0{}" + word).getBytes(StandardCharsets.ISO_8859_1);
    }

    private Path place(String version) {
        return Path.of(files.source(UUID.fromString(version)).pipeline());
    }

    private int begun(String id, String known) {
        return sql.one(
                "select count(*) as n from audit_entry where action = 'import.begun' and subject = ?"
                        + " and details like '%' || ?::text || '%'",
                row -> row.getInt("n"), id, known);
    }
}
