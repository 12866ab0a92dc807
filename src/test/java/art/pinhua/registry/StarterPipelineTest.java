package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.importedPath;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts of the product, before and after upgrades that bring another starter model.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class StarterPipelineTest {
    @Inject
    Registry registry;

    @Inject
    ImportedFolders imported;

    @Inject
    ShippedCopies copies;

    @Inject
    ModelFiles files;

    @Inject
    Sql sql;

    @TempDir
    Path folder;

    private UUID served = new UUID(0, 0);

    @BeforeEach
    void noteWhatIsServed() {
        served = registry.serving().modelVersion().id();
    }

    @AfterEach
    void serveItAgain() {
        serve(served);
    }

    @Test
    void aNewerStarterPipelineIsKnownAndNotServed() {
        long revision = registry.serving().revision();
        var newer = TestPipeline.write(folder.resolve("newer-pipeline"), "Newer");
        start(newer, "both");
        start(newer, "both");
        assertEquals(1, named("newer-pipeline").size());
        assertEquals(revision, registry.serving().revision());
    }

    @Test
    void anUpgradeInPlaceLeavesTheModelBeforeAsItWas() throws IOException {
        var shipped = TestPipeline.write(folder.resolve("upgraded"), "Upgraded before");
        start(shipped, "both");
        var before = named("upgraded").getFirst();
        TestPipeline.write(shipped, "Upgraded after");
        start(shipped, "both");
        start(shipped, "both");
        assertEquals(before, named("upgraded").getFirst());
        assertDrawable(before);
        var after = named("upgraded").getLast();
        assertEquals(ModelDigest.of(shipped).value(), after.digest());
        assertEquals("upgraded " + after.digest().substring(0, 8), after.name(), "told apart on the pages");
        assertDrawable(after);
        assertEquals(2, named("upgraded").size());
    }

    @Test
    void aModelThatAnEarlierVersionReadInPlaceIsReadFromACopy() throws IOException {
        var shipped = TestPipeline.write(folder.resolve("in-place"), "In place");
        Path text = Files.createDirectory(shipped.resolve("text_encoder")).resolve("config.json");
        Files.writeString(text, "{\"num_hidden_layers\":3}");
        var model = shippedInPlace("in-place", shipped, ModelDigest.of(shipped));
        start(shipped, "web");
        assertEquals(shipped.toString(), now(model).folder(), "the database lets the web part move nothing");
        assertEquals(2, now(model).mostClipSkip(), "which earlier versions did not note");
        start(shipped, "worker");
        start(shipped, "worker");
        assertTrue(
                now(model).folder().startsWith("data:models/shipped/"),
                now(model).folder());
        assertEquals(1, named("in-place").size());
        assertEquals(1, noted("base-model.moved", model));
        TestPipeline.write(shipped, "Another in its place");
        start(shipped, "worker");
        assertDrawable(model);
    }

    @Test
    void whatAnUpgradeReplacedCannotBeDrawnWithUntilItsFilesAreBack() throws IOException {
        var shipped = TestPipeline.write(folder.resolve("replaced"), "Replacing");
        var first = shippedInPlace("replaced", shipped, "Replaced first");
        var second = shippedInPlace("replaced too", shipped, "Replaced second");
        start(shipped, "both");
        var missing = assertThrows(ProblemException.class, () -> files.pipeline(now(first)));
        assertEquals(RegistryProblem.NOT_SERVABLE, missing.code());
        assertTrue(missing.detail().contains("says under \"Upgrading\""), missing.detail());
        assertEquals(
                "NOT_SERVABLE: " + missing.detail(), failure(first), "pages say the code in the reader's language");
        assertDrawable(named("replaced").getLast());

        importedPath(TestPipeline.write(folder.resolve("found"), "Replaced first"), "DONE")
                .body("knownAs", equalTo("replaced"))
                .body("moved", equalTo(true));
        assertDrawable(first);
        start(TestPipeline.write(shipped, "Replaced second"), "both");
        assertDrawable(second);
    }

    @Test
    void whatIsShippedNowIsServedInsteadOfWhatAnUpgradeReplaced() throws IOException {
        var shipped = TestPipeline.write(folder.resolve("serving"), "Serving now");
        var model = shippedInPlace("serving", shipped, "Serving before");
        serve(registry.knownBaseModel(model, UsualSampling.PLAIN).version().id());
        start(shipped, "both");
        var instead = registry.serving().modelVersion().baseModel();
        assertEquals(ModelDigest.of(shipped).value(), instead.digest());
        assertDrawable(instead);
        assertEquals(1, noted("model.served-instead", instead));
    }

    @Test
    void anAdapterThatWasChosenStaysServedAndWaitsForItsBase() throws IOException {
        var shipped = TestPipeline.write(folder.resolve("adapted"), "Adapted now");
        var model = shippedInPlace("adapted", shipped, "Adapted before");
        var adapter = new NewAdapter(model.id(), "d".repeat(64), "chosen", 4, 4, List.of("to_q"), 0);
        UUID chosen = registry.register(adapter, 1).id();
        serve(chosen);
        start(shipped, "both");
        assertEquals(chosen, registry.serving().modelVersion().id());
        assertThrows(ProblemException.class, () -> files.pipeline(now(model)));
    }

    private void start(Path shipped, String role) {
        new StarterPipeline(registry, imported, copies, shipped.toString(), role).register(new StartupEvent());
    }

    private void serve(UUID version) {
        registry.promote(version, registry.serving().revision());
    }

    /// Why no picture of a model can be drawn.
    private String failure(ModelVersion.BaseModel model) {
        UUID version =
                registry.knownBaseModel(model, UsualSampling.PLAIN).version().id();
        String id = Api.given()
                .body(Map.of("prompt", "竹林", "count", 1, "modelVersionId", version.toString()))
                .post("/api/generations")
                .path("id");
        Wait.until(
                "it has failed",
                () -> "FAILED".equals(Api.given().get("/api/generations/" + id).path("state")));
        return Api.given().get("/api/generations/" + id).path("error");
    }

    /// As earlier versions registered what they shipped.
    /// @param word of the files that lay there then
    private ModelVersion.BaseModel shippedInPlace(String name, Path shipped, String word) throws IOException {
        return shippedInPlace(name, shipped, ModelDigest.of(TestPipeline.write(folder.resolve("then " + word), word)));
    }

    private ModelVersion.BaseModel shippedInPlace(String name, Path shipped, ModelDigest then) {
        UUID id = UUID.randomUUID();
        sql.update(
                "insert into base_model (id, name, digest, folder, width, height, parameters, pipeline_class)"
                        + " values (?, ?, ?, ?, 64, 64, 6, 'Test')",
                id,
                name,
                then.value(),
                shipped.toString());
        return registry.baseModel(id).orElseThrow();
    }

    private ModelVersion.BaseModel now(ModelVersion.BaseModel model) {
        return registry.baseModel(model.id()).orElseThrow();
    }

    private void assertDrawable(ModelVersion.BaseModel model) throws IOException {
        assertEquals(model.digest(), ModelDigest.of(files.pipeline(now(model))).value());
    }

    /// The oldest first.
    private List<ModelVersion.BaseModel> named(String beginning) {
        return registry.baseModels().stream()
                .filter(model -> model.name().startsWith(beginning))
                .toList();
    }

    private int noted(String action, ModelVersion.BaseModel model) {
        return sql.one(
                "select count(*) as n from audit_entry where action = ? and subject in"
                        + " (select id::text from model_version where base_model_id = ?)",
                row -> row.getInt("n"),
                action,
                model.id());
    }
}
