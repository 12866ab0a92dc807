package art.pinhua.generation;

import static art.pinhua.generation.PlaygroundApi.ask;
import static art.pinhua.generation.PlaygroundApi.cancel;
import static art.pinhua.generation.PlaygroundApi.view;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.platform.Ids;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.ModelFiles;
import art.pinhua.registry.NewAdapter;
import art.pinhua.registry.Registry;
import art.pinhua.registry.TestWords;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How a prompt is read, asked for while one types.
@QuarkusTest
@TestSecurity(user = "erin", roles = "expert")
class PromptReadingTest {
    @Inject
    Registry registry;

    @Inject
    ModelFiles files;

    @Inject
    Ids ids;

    @Inject
    TestWords words;

    @BeforeEach
    void anEngineRuns() {
        view(ask(Map.of("prompt", "竹林", "count", 1, "steps", 1)), "DONE");
    }

    @Test
    void tokensAreToldInTheMiddleOfAPicture() {
        String id = ask(Map.of("prompt", "[slow]", "count", 1, "steps", 100));
        view(id, "RUNNING");
        read(Map.of("prompt", " a [unknown] thing with no end ", "modelVersionId", served()))
                .statusCode(200)
                .body("tokens.text", equalTo(List.of("a", "[unknown]", "thing", "with", "no", "end")))
                .body("tokens.known", equalTo(List.of(true, false, true, true, true, true)))
                .body("tokens[0].weight", equalTo(1f))
                .body("limit", equalTo(4))
                .body("cut", equalTo(2))
                .body("unknownWords", equalTo(List.of("unknown")))
                .body("notFollowed", equalTo(List.of()));
        cancel(id, 204);
        view(id, "CANCELLED");
    }

    @Test
    void whatOnlyOtherToolsActOnIsNamed() {
        read(Map.of("prompt", "a [cat:dog:0.5] <lora:ink:0.8>"))
                .statusCode(200)
                .body("notFollowed", equalTo(List.of("[cat:dog:0.5]", "<lora:ink:0.8>")));
    }

    @Test
    void theWordsInForceAreThoseOfAGeneration() {
        var word = words.teach("qlingxi");
        read(Map.of("prompt", "a Qlingxi"))
                .statusCode(200)
                .body("tokens.text", equalTo(List.of("a", "Qlingxi", "")))
                .body("tokens.inside", equalTo(List.of(false, false, true)));
        words.withdraw(word.id());
        read(Map.of("prompt", "a Qlingxi")).statusCode(200).body("tokens.text", equalTo(List.of("a", "Qlingxi")));
    }

    @Test
    void moreThanEightLearnedWordsAreCountedInThePromptAlone() {
        for (int i = 1; i <= 9; i++) {
            words.teach("qreading" + i);
        }
        String eight = "qreading1 qreading2 qreading3 qreading4 qreading5 qreading6 qreading7 qreading8";
        read(Map.of("prompt", eight)).statusCode(200);
        read(Map.of("prompt", eight + " qreading9"))
                .statusCode(400)
                .body("violations.message", equalTo(List.of("has 9 learned words, at most 8 are taken at once")));
    }

    /// Nobody who types should wait for its file to be read, or hear that it is missing.
    @Test
    void theVersionsAdapterPlaysNoPart() {
        var base = registry.baseModels().getFirst();
        var lost = new NewAdapter(base.id(), "5e".repeat(32), "lost", 4, 4, List.of("ATTENTION"), 0);
        String version = registry.register(lost, 1).id().toString();
        read(Map.of("prompt", "a thing", "modelVersionId", version))
                .statusCode(200)
                .body("tokens.text", equalTo(List.of("a", "thing")));
    }

    @Test
    void promptsAreAsLongAsThoseThatAreDrawn() {
        read(Map.of("prompt", "竹".repeat(2000))).statusCode(200);
        read(Map.of("prompt", "竹".repeat(2001))).statusCode(400).body("violations.field", hasItem("prompt"));
        read(Map.of("prompt", " ")).statusCode(400).body("violations.field", hasItem("prompt"));
        read(Map.of("prompt", "竹", "modelVersionId", UUID.randomUUID().toString()))
                .statusCode(404);
    }

    @Test
    void whatTheEngineDoesNotTellIsAProblem() {
        read(Map.of("prompt", "[refused]"))
                .statusCode(409)
                .body("code", equalTo("PROMPT_UNREAD"))
                .body("detail", containsString("MODEL_UNSUPPORTED: no such tokenizer"));
        read(Map.of("prompt", "[mute]"))
                .statusCode(409)
                .body("code", equalTo("PROMPT_UNREAD"))
                .body("detail", containsString("does not answer"));
    }

    /// Each of these holds its place for two seconds. On a slow machine the first may have left before
    /// the last comes; then all come once more.
    @Test
    void moreThanFourAtOnceAreRefusedAtOnce() {
        Wait.until("two of six find no place", () -> {
            long refused = withoutPlace(6);
            assertTrue(refused <= 2, () -> refused + " of six were refused");
            return refused == 2;
        });
        read(Map.of("prompt", "a thing")).statusCode(200);
    }

    private static long withoutPlace(int readers) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var details = IntStream.range(0, readers)
                    .mapToObj(i -> CompletableFuture.supplyAsync(PromptReadingTest::mute, threads))
                    .toList();
            return details.stream()
                    .map(CompletableFuture::join)
                    .filter(detail -> detail.contains("Other prompts"))
                    .count();
        }
    }

    private static String mute() {
        return read(Map.of("prompt", "[mute]")).statusCode(409).extract().path("detail");
    }

    @Test
    void noEngineIsStartedForIt() {
        var resting = new Engine(TestEngineSettings.ofFakeEngine(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        var both = new PromptReadings(resting, registry, files, ids, "both");
        var refusal = assertThrows(ProblemException.class, () -> both.read(null, "竹林"));
        assertEquals("NO_ENGINE", refusal.code().name());
        assertTrue(refusal.detail().contains("The engine rests"), refusal.detail());
        assertTrue(resting.pid().isEmpty());
        var web = new PromptReadings(resting, registry, files, ids, "web");
        var elsewhere = assertThrows(ProblemException.class, () -> web.read(null, "竹林"));
        assertEquals("ENGINE_ELSEWHERE", elsewhere.code().name());
    }

    private String served() {
        return registry.serving().modelVersion().id().toString();
    }

    private static ValidatableResponse read(Map<String, Object> wish) {
        return Api.given().body(wish).post("/api/prompts/readings").then();
    }
}
