package art.pinhua.generation;

import static art.pinhua.generation.PlaygroundApi.ask;
import static art.pinhua.generation.PlaygroundApi.view;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.jobs.JobPriority;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// What the engine holds: shown to those who run the product, freed on their order.
@QuarkusTest
@TestSecurity(user = "erin", roles = "expert")
class EngineMemoryTest {
    private static final ModelSource NO_MODEL = new ModelSource("/none", List.of());

    @Inject
    Ids ids;

    @Inject
    AuditLog audit;

    @Inject
    Sql sql;

    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void theSystemShowsTheEngineThatDrew() {
        view(ask(Map.of("prompt", "竹林", "count", 1, "steps", 2)), "DONE");
        String engine = "parts.find { it.name == 'engine' }.";
        String memory = engine + "figures.find { it.name == 'memory' }.unit";
        Wait.until(
                "the engine tells its memory",
                () -> "BYTES".equals(Api.given().get("/api/system").path(memory)));
        Api.given()
                .get("/api/system")
                .then()
                .body(engine + "condition", equalTo("UP"))
                .body(engine + "version", equalTo("libtorch none"))
                .body(engine + "figures.find { it.name == 'device' }.value", equalTo("cpu"))
                .body(engine + "figures.find { it.name == 'threads' }.value", equalTo("1"));
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"expert", "curator", "admin"})
    void administratorsFreeTheMemoryOfTheEngine() {
        view(ask(Map.of("prompt", "竹林", "count", 1, "steps", 2)), "DONE");
        Wait.until("the model is shown by its name", () -> titles("models").contains("test-pipeline"));
        Wait.until("its device is shown", () -> titles("devices").equals(List.of("paper")));
        Api.given().post("/api/system/engine/unload").then().statusCode(204);
        Wait.until("no model is left", () -> titles("models").isEmpty());
        Api.given()
                .get("/api/audit?limit=5")
                .then()
                .body("find { it.action == 'engine.unload-asked' }.actor", equalTo("ada"));
        view(ask(Map.of("prompt", "竹林", "count", 1, "steps", 2)), "DONE");
    }

    /// What the system's page lists of the engine.
    private static List<String> titles(String listing) {
        List<String> titles = Api.given()
                .get("/api/system")
                .path("parts.find { it.name == 'engine' }.listings.find { it.name == '" + listing
                        + "' }.entries.title");
        return Objects.requireNonNullElse(titles, List.of("not told"));
    }

    @Test
    void memoryThatNoEngineHoldsIsNotFreed() {
        var resting = new Engine(TestEngineSettings.ofFakeEngine(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        var refusal = assertThrows(ProblemException.class, new EngineMemory(resting, ids, audit, "both")::free);
        assertEquals("NO_ENGINE", refusal.code().name());
        assertTrue(refusal.detail().contains("No engine holds a model yet"), refusal.detail());
        var elsewhere = assertThrows(ProblemException.class, new EngineMemory(resting, ids, audit, "web")::free);
        assertEquals("ENGINE_ELSEWHERE", elsewhere.code().name());
    }

    /// An order ends with the engine that it was given to.
    @Test
    void anOrderToFreeTheMemoryIsNotedOnceAndAnotherMayFollow() throws Exception {
        var own = new Engine(TestEngineSettings.ofFakeEngine(Duration.ofSeconds(60), Duration.ofSeconds(60)));
        var memory = new EngineMemory(own, ids, audit, "both");
        try {
            var picture = new FutureTask<>(() -> hang(own));
            Thread.ofVirtual().start(picture);
            Wait.until("the picture is under way", () -> own.pid().isPresent());
            long pid = own.pid().orElseThrow();
            memory.free();
            memory.free();
            assertEquals(1, ordersTo(pid));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            picture.get();
            own.ask("next", new EngineRequest.Load("next", NO_MODEL), EngineAnswer.Loaded.class);
            long next = own.pid().orElseThrow();
            Wait.until("another order is noted", () -> {
                memory.free();
                return ordersTo(next) == 1;
            });
        } finally {
            own.stop(new ShutdownEvent());
        }
    }

    private static EngineGone hang(Engine engine) {
        var request = new EngineRequest.Generate(
                "hangs", NO_MODEL, "[hangs]", "", List.of(1L), 1, 4, SamplerKind.DDIM, 64, 64, 0, "/nowhere");
        return assertThrows(
                EngineGone.class, () -> engine.generate(request, JobPriority.WAITED_FOR, () -> true, answer -> {}));
    }

    private int ordersTo(long pid) {
        return sql.one(
                "select count(*) from audit_entry where action = 'engine.unload-asked' and subject = ?",
                row -> row.getInt(1),
                Long.toString(pid));
    }
}
