package art.pinhua.generation;

import static art.pinhua.generation.PlaygroundApi.ask;
import static art.pinhua.generation.PlaygroundApi.cancel;
import static art.pinhua.generation.PlaygroundApi.view;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.platform.Ids;
import art.pinhua.platform.sql.Sql;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The playground against a real child process: pictures, cancelling, an engine that dies.
@QuarkusTest
@TestSecurity(user = "erin", roles = "expert")
class GenerationTest {
    @Inject
    GenerationStream stream;

    @Inject
    Playground playground;

    @Inject
    ObjectMapper json;

    @Inject
    Engine engine;

    @Inject
    Images images;

    @Inject
    Ids ids;

    @Inject
    Sql sql;

    @Test
    void picturesAppearWithAllThatMadeThem() {
        String id = ask(Map.of("prompt", "夜空下穿红色长袍的人", "count", 2, "steps", 5, "seed", 41));
        view(id, "DONE")
                .body("step", equalTo(5))
                .body("images", hasSize(2))
                .body("images.seed", equalTo(List.of("41", "42")))
                .body("images[0].modelVersionName", equalTo("test-pipeline"));
        String url = view(id, "DONE").extract().path("images[0].url");
        byte[] png = Api.given()
                .accept("image/png")
                .get(url)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertEquals(0x89, png[0] & 0xff);
        String image = view(id, "DONE").extract().path("images[0].id");
        Api.given()
                .get("/api/images/" + image)
                .then()
                .body("seed", equalTo("41"))
                .body("steps", equalTo(5));
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        var wish = Map.<String, Object>of("prompt", "竹林", "count", 1, "steps", 2, "seed", 7);
        assertArrayEquals(bytesOf(ask(wish)), bytesOf(ask(wish)));
    }

    @Test
    void everySamplerIsTaken() {
        for (SamplerKind sampler : SamplerKind.values()) {
            view(ask(Map.of("prompt", "x", "count", 1, "steps", 4, "sampler", sampler.name())), "DONE")
                    .body("sampler", equalTo(sampler.name()));
        }
    }

    @Test
    void watchersHearStepsPreviewsImagesAndTheEnd() {
        String id = ask(Map.of("prompt", "a lantern [slow]", "count", 1, "steps", 50));
        var types = stream.of(UUID.fromString(id)).collect().asList().await().atMost(Duration.ofMinutes(2)).stream()
                .map(GenerationEvent::type)
                .toList();
        assertTrue(types.containsAll(List.of("progress", "preview", "image")), types.toString());
        assertEquals("done", types.getLast());
        assertEquals(
                List.of("image", "done"),
                stream.of(UUID.fromString(id)).collect().asList().await().atMost(Duration.ofMinutes(2)).stream()
                        .map(GenerationEvent::type)
                        .filter(type -> !type.equals("progress"))
                        .toList());
    }

    @Test
    void cancellingStopsWithinAStep() {
        String id = ask(Map.of("prompt", "[slow] mountains", "count", 4, "steps", 100));
        view(id, "RUNNING");
        cancel(id, 204);
        view(id, "CANCELLED").body("images", hasSize(0)).body("step", lessThan(100));
        cancel(id, 204);
        String done = ask(Map.of("prompt", "quick", "count", 1, "steps", 1));
        view(done, "DONE");
        cancel(done, 409).body("code", equalTo("GENERATION_OVER"));
    }

    @Test
    void anEngineThatDiesInMidPictureIsReplacedAndNothingIsLost() {
        String id = ask(Map.of("prompt", "storm [dies]", "count", 2, "steps", 5, "seed", 1));
        view(id, "DONE").body("images", hasSize(2));
    }

    @Test
    void anEngineThatIsToldToGoCancelsNothing() {
        String id = ask(Map.of("prompt", "storm [quits]", "count", 1, "steps", 2, "seed", 1));
        view(id, "DONE").body("images", hasSize(1));
    }

    @Test
    void anEngineWhoseDeviceFailsOnceIsReplacedAndNothingIsLost() {
        String id = ask(Map.of("prompt", "storm [device fails]", "count", 2, "steps", 2, "seed", 1));
        view(id, "DONE").body("images.seed", equalTo(List.of("1", "2")));
    }

    @Test
    void aDeviceThatAlwaysFailsFailsTheAttemptAndAnotherWorkerMayTry() {
        serve();
        String id = ask(Map.of("prompt", "[device always fails]", "count", 1, "steps", 2));
        Wait.until("the attempt failed", () -> !errors(id).isEmpty());
        String error = errors(id).getFirst();
        assertTrue(error.startsWith("DEVICE_LOST: "), error);
        assertTrue(error.contains("unspecified launch failure"), error);
        cancel(id, 204);
        view(id, "CANCELLED");
    }

    /// The next engine waits for nothing where the last one served somebody.
    private static void serve() {
        view(ask(Map.of("prompt", "quick", "count", 1, "steps", 1)), "DONE");
    }

    /// What the attempts failed with that were no end of the job.
    private List<String> errors(String id) {
        return sql.list(
                "select a.message from job_attempt a join job j on j.id = a.job_id"
                        + " where j.subject_id = ?::uuid and a.outcome = 'ERROR'",
                row -> row.getString("message"),
                id);
    }

    @Test
    void whereMemoryIsShortFewerAreDrawnAtOnce() {
        String id = ask(Map.of("prompt", "[heavy]", "count", 4, "steps", 2, "seed", 1));
        view(id, "DONE")
                .body("images.seed", equalTo(List.of("1", "2", "3", "4")))
                .body("step", equalTo(2));
    }

    /// The engine after that holds this model alone, and so has more room; alone, it ends as well.
    @Test
    void whatEndedAnEngineAmongOtherModelsIsTriedOnceMoreWithoutThem() throws InterruptedException {
        var wish = Map.<String, Object>of("prompt", "[heavy]", "count", 2, "steps", 2, "width", 128, "height", 96);
        var other = new EngineRequest.Load(ids.next().toString(), new ModelSource("/other", List.of()));
        engine.ask(other.id(), other, EngineAnswer.Loaded.class);
        view(ask(wish), "DONE");
        var first = engine.pid();
        view(ask(wish), "DONE");
        var second = engine.pid();
        assertNotEquals(first, second, "both were asked for at once");
        view(ask(wish), "DONE");
        assertEquals(second, engine.pid());
    }

    @Test
    void aPictureThatEndsEachEngineFailsForWantOfMemory() {
        serve();
        String id = ask(Map.of("prompt", "[always dies]", "count", 2, "steps", 3));
        view(id, "FAILED")
                .body("error", containsString("OUT_OF_MEMORY"))
                .body("error", containsString("64 × 64 pixels"))
                .body("promptTokensCut", equalTo(null));
    }

    /// As something else than the kernel does where memory runs out.
    @Test
    void aPictureOverWhichEachEngineIsKilledFailsForWantOfMemory() {
        serve();
        String id = ask(Map.of("prompt", "[always killed]", "count", 1, "steps", 3));
        view(id, "FAILED").body("error", containsString("OUT_OF_MEMORY"));
    }

    /// The engine is still busy with the attempt that failed when the next one asks.
    @Test
    void anAttemptThatFailsCostsTheNextNothing() {
        String id = ask(Map.of("prompt", "[wrong digest]", "count", 1, "steps", 5));
        view(id, "DONE").body("images", hasSize(1));
        assertEquals(1, errors(id).size());
    }

    @Test
    void aPreviewThatIsLostCostsNothing() {
        String id = ask(Map.of("prompt", "[lost preview]", "count", 1, "steps", 5));
        view(id, "DONE").body("images", hasSize(1));
        assertEquals(List.of(), errors(id));
    }

    @Test
    void tokensThatHadNoRoomAreCounted() {
        view(ask(Map.of("prompt", "[long] and longer", "count", 1, "steps", 1)), "DONE")
                .body("promptTokensCut", equalTo(3))
                .body("negativePromptTokensCut", equalTo(1));
        view(ask(Map.of("prompt", "short", "count", 1, "steps", 1)), "DONE")
                .body("promptTokensCut", equalTo(0))
                .body("negativePromptTokensCut", equalTo(0));
    }

    /// The first is held up so that all the others wait together.
    @Test
    void nobodyWaitsForAllThatSomebodyElseAskedFor() {
        String first = ask(Map.of("prompt", "[hangs]", "count", 1, "steps", 5));
        view(first, "RUNNING");
        var ids = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            ids.add(askAs("greedy", i));
        }
        String modest = askAs("modest", 9);
        cancel(first, 204);
        view(modest, "DONE");
        ids.forEach(id -> view(id, "DONE"));
        assertTrue(finishedAt(modest).isBefore(finishedAt(ids.getLast())));
    }

    private Instant finishedAt(String id) {
        return sql.one(
                "select finished_at from generation where id = ?::uuid", row -> Sql.instant(row, "finished_at"), id);
    }

    @Test
    void wordsThatTheModelDoesNotKnowAreNamed() {
        view(ask(Map.of("prompt", "an [unknown] thing", "count", 1, "steps", 1)), "DONE")
                .body("unknownWords", equalTo(List.of("unknown")));
        view(ask(Map.of("prompt", "a thing", "count", 1, "steps", 1)), "DONE").body("unknownWords", equalTo(List.of()));
    }

    @Test
    void whatOnlyOtherToolsActOnIsNamed() {
        Map<String, Object> wish =
                Map.of("prompt", "a thing BREAK snow", "negativePrompt", "[fog|mist]", "count", 1, "steps", 1);
        view(ask(wish), "DONE").body("notFollowed", equalTo(List.of("BREAK", "[fog|mist]")));
    }

    private String askAs(String person, long seed) {
        var wish = json.convertValue(
                Map.of("prompt", "[slow]", "count", 1, "steps", 4, "seed", seed),
                GenerationResource.NewGeneration.class);
        return playground.ask(wish, person).toString();
    }

    @Test
    void anEngineThatFallsSilentIsReplaced() {
        String id = ask(Map.of("prompt", "[silent]", "count", 1, "steps", 1));
        view(id, "RUNNING");
        Wait.pause(3500); // longer than pinhua.engine.silence
        cancel(id, 204);
        view(id, "CANCELLED");
        view(ask(Map.of("prompt", "afterwards", "count", 1, "steps", 1)), "DONE");
    }

    @Test
    void whatTheEngineRefusesFailsWithItsReason() {
        String id = ask(Map.of("prompt", "[refused]", "count", 1));
        view(id, "FAILED").body("error", containsString("NOT_FINITE"));
    }

    @Test
    void longPromptsAreKeptWhole() {
        String prompt = "竹".repeat(2000);
        String negativePrompt = "雾".repeat(2000);
        view(ask(Map.of("prompt", prompt, "negativePrompt", negativePrompt, "count", 1, "steps", 1)), "DONE")
                .body("prompt", equalTo(prompt))
                .body("negativePrompt", equalTo(negativePrompt));
    }

    private byte[] bytesOf(String id) {
        String image = view(id, "DONE").extract().path("images[0].id");
        return images.bytes(UUID.fromString(image));
    }
}
