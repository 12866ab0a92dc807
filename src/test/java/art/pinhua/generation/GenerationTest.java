package art.pinhua.generation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.jobs.JobPriority;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.NewAdapter;
import art.pinhua.registry.Registry;
import art.pinhua.registry.TestWords;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.Png;
import art.pinhua.training.io.PngTexts;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// The playground against a real child process: pictures, cancelling, an engine that dies.
@QuarkusTest
@TestSecurity(user = "erin", roles = "expert")
class GenerationTest {
    private static final ModelSource NO_MODEL = new ModelSource("/none", List.of());

    @Inject
    GenerationStream stream;

    @Inject
    Playground playground;

    @Inject
    ObjectMapper json;

    @Inject
    Images images;

    @Inject
    Registry registry;

    @Inject
    Ids ids;

    @Inject
    AuditLog audit;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @Inject
    TestWords words;

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
        assertEquals(List.of("paper"), titles("devices"));
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
        assertTrue(elsewhere.detail().contains("workers"), elsewhere.detail());
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

    @Test
    void theSameSeedGivesTheSameBytes() {
        var wish = Map.<String, Object>of("prompt", "竹林", "count", 1, "steps", 2, "seed", 7);
        assertArrayEquals(bytesOf(ask(wish)), bytesOf(ask(wish)));
    }

    @Test
    void anEarlierPictureIsStartedFromAndRemembered() {
        var wish = Map.<String, Object>of("prompt", "竹林", "count", 1, "steps", 2, "seed", 7);
        String first = ask(wish);
        byte[] plain = bytesOf(first);
        String start = view(first, "DONE")
                .body("startImageId", equalTo(null))
                .body("noise", equalTo("COUNTER"))
                .extract()
                .path("images[0].id");
        var again = new HashMap<>(wish);
        again.putAll(Map.of(
                "startImageId", start, "strength", 0.4, "sampler", "EULER", "guidanceRescale", 0.5, "noise", "TORCH"));
        String second = ask(again);
        assertFalse(Arrays.equals(plain, bytesOf(second)));
        String image = view(second, "DONE")
                .body("startImageId", equalTo(start))
                .body("strength", equalTo(0.4f))
                .body("sampler", equalTo("EULER"))
                .extract()
                .path("images[0].id");
        Api.given()
                .get("/api/images/" + image)
                .then()
                .body("startImageId", equalTo(start))
                .body("strength", equalTo(0.4f))
                .body("guidanceRescale", equalTo(0.5f))
                .body("noise", equalTo("TORCH"));
        again.remove("strength");
        view(ask(again), "DONE").body("strength", equalTo(0.6f));
    }

    @Test
    void aPartOfAnEarlierPictureIsDrawnAnew() {
        var wish = new HashMap<String, Object>(Map.of("prompt", "竹林", "count", 1, "steps", 2, "seed", 7));
        String first =
                view(ask(wish), "DONE").body("maskUrl", equalTo(null)).extract().path("images[0].id");
        wish.put("startImageId", first);
        byte[] whole = bytesOf(ask(wish));
        byte[] mask = Png.encode(new Png.Pixels(2, 1, new byte[] {-1, -1, -1, 0, 0, 0}));
        wish.put("mask", Base64.getEncoder().encodeToString(mask));
        String id = ask(wish);
        assertFalse(Arrays.equals(whole, bytesOf(id)));
        String url = view(id, "DONE")
                .body("maskUrl", equalTo("/api/generations/" + id + "/mask"))
                .extract()
                .path("maskUrl");
        assertArrayEquals(mask, Api.given().accept("image/png").get(url).asByteArray());
        String image = view(id, "DONE").extract().path("images[0].id");
        Api.given().get("/api/images/" + image).then().body("maskUrl", equalTo(url));
        Api.given()
                .accept("image/png")
                .get("/api/generations/" + ask(Map.of("prompt", "竹林", "count", 1, "steps", 1)) + "/mask")
                .then()
                .statusCode(404);

        byte[] black = Png.encode(new Png.Pixels(1, 1, new byte[3]));
        byte[] dim = Png.encode(new Png.Pixels(1, 1, new byte[] {127, 127, 127}));
        byte[] wide = Png.encode(new Png.Pixels(1025, 1, new byte[3 * 1025]));
        byte[] damaged = Arrays.copyOf(mask, 45); // in the middle of its pixels
        for (byte[] unfit : List.of(black, dim, wide, damaged, "GIF89a".getBytes(UTF_8))) {
            wish.put("mask", Base64.getEncoder().encodeToString(unfit));
            refused(wish, "mask");
        }
        wish.put("mask", "data:image/png;base64,AAAA");
        refused(wish, "mask");
        wish.put("mask", "A".repeat(700_001));
        refused(wish, "mask");
    }

    @Test
    void picturesAreAsLargeAsAskedForWithinWhatTheModelDraws() {
        var wish = new HashMap<String, Object>(Map.of("prompt", "竹林", "count", 1, "steps", 2, "seed", 7));
        view(ask(wish), "DONE")
                .body("width", equalTo(64))
                .body("height", equalTo(64))
                .body("automaticSize", equalTo(true));
        wish.put("width", 96);
        String wide = ask(wish);
        String image = view(wide, "DONE")
                .body("width", equalTo(96))
                .body("height", equalTo(64))
                .body("automaticSize", equalTo(false))
                .extract()
                .path("images[0].id");
        Api.given().get("/api/images/" + image).then().body("width", equalTo(96));
        wish.remove("width");
        wish.put("startImageId", image);
        view(ask(wish), "DONE")
                .body("width", equalTo(96))
                .body("height", equalTo(64))
                .body("automaticSize", equalTo(true));
        wish.put("height", 128);
        view(ask(wish), "DONE").body("width", equalTo(64)).body("height", equalTo(128));
        for (int unfit : List.of(24, 66, 136, 5000)) {
            wish.put("height", unfit);
            refused(wish, "height");
        }
    }

    @Test
    void adaptersAreLaidOverTheModelAndRemembered() {
        var base = registry.baseModels().getFirst();
        var sha256 = blobs.store("adapter".getBytes(UTF_8)).sha256();
        var card = new NewAdapter(base.id(), sha256, "ink, dark", 4, 4, List.of("to_q"));
        String adapter = Objects.requireNonNull(registry.register(card, 1).adapter())
                .id()
                .toString();
        var wish = new HashMap<String, Object>(Map.of("prompt", "竹林 100%", "count", 1, "steps", 2, "seed", 7));
        byte[] plain = bytesOf(ask(wish));
        wish.put("adapters", List.of(Map.of("adapterId", adapter, "strength", 0.5)));
        wish.put("clipSkip", 1);
        String id = ask(wish);
        assertFalse(Arrays.equals(plain, bytesOf(id)));
        String image = view(id, "DONE")
                .body("adapters[0].adapterId", equalTo(adapter))
                .body("adapters[0].strength", equalTo(0.5f))
                .body("clipSkip", equalTo(1))
                .body("seed", equalTo("7"))
                .extract()
                .path("images[0].id");
        Api.given().get("/api/images/" + image).then().body("adapters[0].strength", equalTo(0.5f));

        var said = PngTexts.of(download(image, true));
        assertEquals(List.of("XML:com.adobe.xmp", "parameters", "prompt"), List.copyOf(said.keySet()));
        String parameters = Objects.requireNonNull(said.get("parameters"));
        assertTrue(parameters.startsWith("竹林 100% <lora:ink, dark:0.5>\nSteps: 2, Sampler: DPM++ 2M, "), parameters);
        assertTrue(parameters.contains("Lora hashes: \"ink, dark: " + sha256.substring(0, 12) + "\""), parameters);
        assertTrue(Objects.requireNonNull(said.get("prompt")).contains("\"LoraLoader\""));
        var plainly = PngTexts.of(download(image, false));
        assertEquals(List.of("XML:com.adobe.xmp"), List.copyOf(plainly.keySet()));
        assertTrue(Objects.requireNonNull(plainly.get("XML:com.adobe.xmp")).contains("TC260:AIGC"));
        assertEquals(said.get("XML:com.adobe.xmp"), plainly.get("XML:com.adobe.xmp"));
        byte[] shown = Api.given()
                .accept("image/png")
                .get("/api/images/" + image + "/file")
                .asByteArray();
        assertEquals(
                List.of("XML:com.adobe.xmp"), List.copyOf(PngTexts.of(shown).keySet()));

        wish.put("adapters", List.of(Map.of("adapterId", UUID.randomUUID().toString(), "strength", 1)));
        refused(wish, "adapters[0].adapterId");
        wish.put("adapters", List.of(Map.of("adapterId", adapter, "strength", 5)));
        refused(wish, "adapters[0].strength");
        found("竹林 100%", 2);
        found("100%", 2);
        found("竹林 \\", 0);
        found("nowhere", 0);
    }

    @Test
    void learnedWordsAreInForceWhereThePromptHasThem() {
        var noren = words.teach("qnoren");
        words.teach("qveil");
        words.teach("qnoren qveil");
        var wish = new HashMap<String, Object>(Map.of("prompt", "竹林", "count", 1, "steps", 2, "seed", 7));
        view(ask(wish), "DONE").body("words", hasSize(0));
        wish.put("prompt", "店门上的QNOREN, unqveiled");
        wish.put("negativePrompt", "a qveil");
        String id = ask(wish);
        String image = view(id, "DONE")
                .body("words", equalTo(List.of("qnoren", "qveil")))
                .extract()
                .path("images[0].id");
        byte[] taught = bytesOf(id);
        words.teach("unqveiled");
        assertFalse(Arrays.equals(taught, bytesOf(ask(wish))), "the engine hears of the words");
        words.withdraw(noren.id());
        view(ask(wish), "DONE").body("words", equalTo(List.of("qveil", "unqveiled")));
        Api.given()
                .get("/api/generations?limit=3")
                .then()
                .body(
                        "words",
                        equalTo(List.of(
                                List.of("qveil", "unqveiled"),
                                List.of("qnoren", "qveil", "unqveiled"),
                                List.of("qnoren", "qveil"))));

        // what came or went later changes nothing of the picture
        Api.given().get("/api/images/" + image).then().body("words", equalTo(List.of("qnoren", "qveil")));
        String parameters =
                Objects.requireNonNull(PngTexts.of(download(image, true)).get("parameters"));
        String named = "TI hashes: \"qnoren: " + noren.sha256().substring(0, 12);
        assertTrue(parameters.contains(named), parameters);
        Api.given()
                .get("/api/lineage/images/" + image)
                .then()
                .body("nodes.findAll { it.type == 'learned-word' }.label", equalTo(List.of("qnoren", "qveil")));
    }

    @Test
    void atMostEightLearnedWordsAreTakenAtOnce() {
        for (int i = 1; i <= 9; i++) {
            words.teach("qw" + i);
        }
        var wish = new HashMap<String, Object>(Map.of("count", 1, "steps", 2, "seed", 7));
        wish.put("prompt", "qw1 qw2 qw3 qw4 qw5 qw6 qw7 qw8");
        view(ask(wish), "DONE").body("words", hasSize(8));
        wish.put("negativePrompt", "qw9");
        refused(wish, "prompt");
    }

    @Test
    void whatIsPlannedTogetherHasTheWordsOfOneMoment() {
        var version = registry.serving().modelVersion().id();
        var request = new ImageRequest(version, "a qluodian box", "", List.of(1L), ImageRequest.Sampling.USUAL);
        var planned = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        var planning = images.planning();
        planning.plan(planned.get(0), request);
        words.teach("qluodian");
        planning.plan(planned.get(1), request);
        images.planning().plan(planned.get(2), request);
        assertEquals(
                List.of(0, 0, 1),
                planned.stream()
                        .map(id -> playground.generation(id).words().size())
                        .toList());
    }

    private static void found(String search, int least) {
        List<String> ids = Api.given()
                .queryParam("search", search)
                .get("/api/generations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        assertTrue(least == 0 ? ids.isEmpty() : ids.size() >= least, search + " finds " + ids.size());
    }

    private static byte[] download(String image, boolean parameters) {
        return Api.given()
                .accept("image/png")
                .get("/api/images/" + image + "/download?parameters=" + parameters)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("pinhua-7.png"))
                .extract()
                .asByteArray();
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
        String id = ask(Map.of("prompt", "a lantern [slow]", "count", 1, "steps", 10));
        var types = stream.of(UUID.fromString(id)).collect().asList().await().atMost(Duration.ofSeconds(20)).stream()
                .map(GenerationEvent::type)
                .toList();
        assertTrue(types.containsAll(List.of("progress", "preview", "image")), types.toString());
        assertEquals("done", types.getLast());
        assertEquals(
                List.of("image", "done"),
                stream.of(UUID.fromString(id)).collect().asList().await().atMost(Duration.ofSeconds(5)).stream()
                        .map(GenerationEvent::type)
                        .filter(type -> !type.equals("progress"))
                        .toList());
    }

    @Test
    void cancellingStopsWithinAStep() {
        String id = ask(Map.of("prompt", "[slow] mountains", "count", 4, "steps", 100));
        view(id, "RUNNING");
        cancel(id, 204);
        view(id, "CANCELLED").body("images", hasSize(0));
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
    void whereMemoryIsShortFewerAreDrawnAtOnce() {
        String id = ask(Map.of("prompt", "[heavy]", "count", 4, "steps", 2, "seed", 1));
        view(id, "DONE")
                .body("images.seed", equalTo(List.of("1", "2", "3", "4")))
                .body("step", equalTo(2));
    }

    @Test
    void aPictureThatEndsEachEngineFailsForWantOfMemory() {
        String id = ask(Map.of("prompt", "[always dies]", "count", 2, "steps", 3));
        view(id, "FAILED")
                .body("error", containsString("OUT_OF_MEMORY"))
                .body("error", containsString("64 × 64 pixels"))
                .body("promptTokensCut", equalTo(null));
    }

    /// The engine still draws for the attempt that failed when the next one asks.
    @Test
    void anAttemptThatFailsCostsTheNextNothing() {
        String id = ask(Map.of("prompt", "[lost preview]", "count", 1, "steps", 5));
        view(id, "DONE").body("images", hasSize(1));
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

    @Test
    void nobodyWaitsForAllThatSomebodyElseAskedFor() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            ids.add(askAs("greedy", i));
        }
        String modest = askAs("modest", 9);
        view(modest, "DONE");
        Api.given().get("/api/generations/" + ids.getLast()).then().body("state", not(equalTo("DONE")));
        ids.forEach(id -> view(id, "DONE"));
    }

    @Test
    void wordsThatTheModelDoesNotKnowAreNamed() {
        view(ask(Map.of("prompt", "an [unknown] thing", "count", 1, "steps", 1)), "DONE")
                .body("unknownWords", equalTo(List.of("unknown")));
        view(ask(Map.of("prompt", "a thing", "count", 1, "steps", 1)), "DONE").body("unknownWords", equalTo(List.of()));
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

    @Test
    void promptsAreComposedButNotMadeLonger() {
        view(ask(Map.of("prompt", " re\u0301sume\u0301 ", "count", 1, "steps", 1)), "DONE")
                .body("prompt", equalTo("r\u00e9sum\u00e9"));
        String grows = "\ufb2c".repeat(2000); // three characters each when composed
        view(ask(Map.of("prompt", grows, "count", 1, "steps", 1)), "DONE").body("prompt", equalTo(grows));
    }

    @Test
    void badWishesNameTheirFields() {
        refused(Map.of("prompt", "   "), "prompt");
        refused(Map.of("prompt", "x".repeat(2001)), "prompt");
        refused(Map.of("prompt", "x", "negativePrompt", "x".repeat(2001)), "negativePrompt");
        refused(Map.of("prompt", "x", "count", 9), "count");
        refused(Map.of("prompt", "x", "steps", 0), "steps");
        refused(Map.of("prompt", "x", "sampler", "MAGIC"), "sampler");
        refused(Map.of("prompt", "x", "sampler", "LCM", "steps", 51), "steps");
        refused(Map.of("prompt", "x", "noise", "WHITE"), "noise");
        refused(Map.of("prompt", "x", "guidanceRescale", 1.1), "guidanceRescale");
        refused(Map.of("prompt", "x", "strength", 0.5), "strength");
        refused(Map.of("prompt", "x", "mask", "AAAA"), "mask");
        refused(Map.of("prompt", "x", "startImageId", UUID.randomUUID()), "startImageId");
        refused(Map.of("prompt", "x", "startImageId", UUID.randomUUID(), "strength", 0), "strength");
        refused(Map.of("prompt", "x", "startImageId", UUID.randomUUID(), "strength", 1.2), "strength");
    }

    private byte[] bytesOf(String id) {
        String image = view(id, "DONE").extract().path("images[0].id");
        return images.bytes(UUID.fromString(image));
    }

    private static String ask(Map<String, Object> wish) {
        return Api.given()
                .body(wish)
                .post("/api/generations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static ValidatableResponse view(String id, String state) {
        Wait.until(id + " is " + state, () -> state.equals(get(id).extract().path("state")));
        return get(id);
    }

    private static ValidatableResponse get(String id) {
        return Api.given().get("/api/generations/" + id).then().statusCode(200);
    }

    private static ValidatableResponse cancel(String id, int status) {
        return Api.given().post("/api/generations/" + id + "/cancel").then().statusCode(status);
    }

    private static void refused(Map<String, Object> wish, String field) {
        Api.given().body(wish).post("/api/generations").then().statusCode(400).body("violations.field", hasItem(field));
    }
}
