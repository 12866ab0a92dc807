package art.pinhua.registry;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.SamplerKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What base models are usually drawn with, as administrators set it.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class UsualSamplingTest {
    private static final UsualSampling GUESS = new UsualSampling(4, 1.0, 0.0, SamplerKind.EULER, 0, "");

    @Inject
    Registry registry;

    @Inject
    TestModels models;

    @Inject
    Sql sql;

    @Test
    void whatAnAdministratorSetsIsInForceAndNoted() {
        var model = models.imported("usual-set", GUESS).baseModel();
        assertEquals(GUESS, model.usualSampling());
        for (int times = 0; times < 2; times++) {
            set(model.id(), wish(), 200)
                    .body("name", equalTo("usual-set"))
                    .body("usualSampling.steps", equalTo(25))
                    .body("usualSampling.guidanceRescale", equalTo(0.7f));
        }
        assertEquals(
                new UsualSampling(25, 6.5, 0.7, SamplerKind.DDIM, 2, "fog"),
                registry.baseModel(model.id()).orElseThrow().usualSampling());
        assertEquals(1, noted(model.id()), "the same again is no act");
        assertEquals(2, revisions(model.id()), "the guess stays");
        models.imported("usual-set", GUESS);
        assertEquals(2, revisions(model.id()), "an import of the same files sets nothing back");
    }

    /// Models that came before samplings were kept get their guess when they are imported again.
    @Test
    void whatIsSetDuringAnImportHoldsAndNotTheGuess() throws InterruptedException {
        var model = unguessed("usual-late");
        assertEquals(UsualSampling.PLAIN, model.usualSampling());
        var late = Thread.ofVirtual().unstarted(() -> set(model.id(), wish(), 200));
        QuarkusTransaction.requiringNew().run(() -> {
            registry.knownBaseModel(model, GUESS);
            late.start();
            Wait.until("whoever sets it waits", this::somebodyWaitsForUs);
        });
        late.join();
        assertEquals(
                new UsualSampling(25, 6.5, 0.7, SamplerKind.DDIM, 2, "fog"),
                registry.baseModel(model.id()).orElseThrow().usualSampling());
        assertEquals(2, revisions(model.id()), "the guess stays");
    }

    @Test
    void whatIsChosenAsItWasHoldsAgainstTheGuessOfALaterImport() {
        var model = unguessed("usual-plain");
        registry.setUsualSampling(model.id(), UsualSampling.PLAIN);
        registry.knownBaseModel(model, GUESS);
        assertEquals(
                UsualSampling.PLAIN,
                registry.baseModel(model.id()).orElseThrow().usualSampling());
        assertEquals(1, noted(model.id()), "it was an act");
    }

    private ModelVersion.BaseModel unguessed(String name) {
        UUID id = UUID.randomUUID();
        Path folder = TestPipeline.write(Path.of("target", name).toAbsolutePath(), name);
        sql.update(
                "insert into base_model (id, name, digest, folder, width, height, parameters)"
                        + " values (?, ?, ?, ?, 64, 64, 1)",
                id,
                name,
                PipelineReading.of(folder).digest().value(),
                folder.toString());
        return registry.baseModel(id).orElseThrow();
    }

    private boolean somebodyWaitsForUs() {
        return sql.one(
                "select exists (select from pg_stat_activity"
                        + " where pg_backend_pid() = any(pg_blocking_pids(pid))) as waits",
                row -> row.getBoolean("waits"));
    }

    @Test
    void whatCannotBeDrawnWithNamesItsField() {
        var model = models.imported("usual-refused", GUESS).baseModel();
        for (var wrong : Map.<String, Object>of(
                        "steps",
                        0,
                        "guidance",
                        30.5,
                        "guidanceRescale",
                        -0.1,
                        "clipSkip",
                        12,
                        "negativePrompt",
                        "x".repeat(2001))
                .entrySet()) {
            refused(model.id(), wrong.getKey(), wrong.getValue());
        }
        for (String missing : wish().keySet()) {
            var wish = wish();
            wish.remove(missing);
            set(model.id(), wish, 400).body("violations[0].field", equalTo(missing));
        }
        var quick = wish();
        quick.putAll(Map.of("sampler", "LCM", "steps", 51));
        set(model.id(), quick, 400)
                .body("violations[0].field", equalTo("steps"))
                .body("violations[0].message", equalTo("must be at most 50 with the sampler LCM"));
        registry.noteTextLayers(model.id(), 1);
        set(model.id(), wish(), 400)
                .body("violations[0].field", equalTo("clipSkip"))
                .body("violations[0].message", equalTo("must be at most 1 with this model"));
        assertEquals(GUESS, registry.baseModel(model.id()).orElseThrow().usualSampling());
        set(UUID.randomUUID(), wish(), 404);
    }

    private static void refused(UUID id, String field, Object value) {
        var wish = wish();
        wish.put(field, value);
        set(id, wish, 400).body("violations[0].field", equalTo(field));
    }

    private static Map<String, Object> wish() {
        return new HashMap<>(Map.of(
                "steps",
                25,
                "guidance",
                6.5,
                "guidanceRescale",
                0.7,
                "sampler",
                "DDIM",
                "clipSkip",
                2,
                "negativePrompt",
                "fog"));
    }

    private static ValidatableResponse set(UUID id, Map<String, Object> wish, int status) {
        return Api.given()
                .body(wish)
                .put("/api/base-models/" + id + "/usual-sampling")
                .then()
                .statusCode(status);
    }

    private int noted(UUID id) {
        return sql.one(
                "select count(*) as n from audit_entry where action = 'base-model.sampling-set' and subject = ?",
                row -> row.getInt("n"),
                id.toString());
    }

    private int revisions(UUID id) {
        return sql.one("select count(*) as n from usual_sampling where base_model_id = ?", row -> row.getInt("n"), id);
    }
}
