package art.pinhua.generation;

import static art.pinhua.generation.PlaygroundApi.ask;
import static art.pinhua.generation.PlaygroundApi.download;
import static art.pinhua.generation.PlaygroundApi.refused;
import static art.pinhua.generation.PlaygroundApi.view;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.platform.Ids;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.registry.NewAdapter;
import art.pinhua.registry.Registry;
import art.pinhua.registry.TestModels;
import art.pinhua.registry.UsualSampling;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.Png;
import art.pinhua.training.io.PngTexts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a picture may start from, how large it may be, and what is laid over the model for it.
@QuarkusTest
@TestSecurity(user = "erin", roles = "expert")
class WishesTest {
    @Inject
    Images images;

    @Inject
    Registry registry;

    @Inject
    Ids ids;

    @Inject
    Blobs blobs;

    @Inject
    TestModels models;

    @Test
    void whatIsNotSaidIsAsTheModelIsUsuallyDrawnWith() {
        var usual = new UsualSampling(6, 1.5, 0.5, SamplerKind.LCM, 1, "fog");
        String model = models.imported("wishes-usual", usual).id().toString();
        view(ask(Map.of("prompt", "竹林", "count", 1, "modelVersionId", model)), "DONE")
                .body("steps", equalTo(6))
                .body("guidance", equalTo(1.5f))
                .body("guidanceRescale", equalTo(0.5f))
                .body("sampler", equalTo("LCM"))
                .body("clipSkip", equalTo(1))
                .body("negativePrompt", equalTo("fog"));
        view(ask(Map.of("prompt", "竹林", "count", 1, "modelVersionId", model, "steps", 3, "negativePrompt", "")), "DONE")
                .body("steps", equalTo(3))
                .body("sampler", equalTo("LCM"))
                .body("negativePrompt", equalTo(""));
    }

    @Test
    void noMoreTextLayersAreLeftOutThanThereAre() {
        var version = models.imported("wishes-shallow", UsualSampling.PLAIN);
        models.textLayers(version, 1);
        var wish = new HashMap<String, Object>(Map.of(
                "prompt", "竹林", "count", 1, "modelVersionId", version.id().toString(), "clipSkip", 2));
        refused(wish, "clipSkip", "must be at most 1 with this model");
        wish.put("clipSkip", 1);
        view(ask(wish), "DONE").body("clipSkip", equalTo(1));
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
        var card = new NewAdapter(base.id(), sha256, "ink, dark", 4, 4, List.of("to_q"), 0);
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
        assertTrue(parameters.contains("Lora hashes: \"ink dark: " + sha256.substring(0, 12) + "\""), parameters);
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
    void adaptersAreLaidOverOtherModelsWithTheSameLayers() {
        var own = models.imported("wishes-own", UsualSampling.PLAIN);
        var alike = models.imported("wishes-alike", UsualSampling.PLAIN);
        var other = models.imported("wishes-other", UsualSampling.PLAIN);
        var unknown = models.imported("wishes-unknown", UsualSampling.PLAIN);
        models.layers(own, "wishes");
        models.layers(alike, "wishes");
        models.layers(other, "others");
        var sha256 = blobs.store("shared adapter".getBytes(UTF_8)).sha256();
        var card = new NewAdapter(own.baseModel().id(), sha256, "shared", 4, 4, List.of("to_q"), 0);
        String adapter = Objects.requireNonNull(registry.register(card, 1).adapter())
                .id()
                .toString();
        var wish = new HashMap<String, Object>(Map.of("prompt", "竹林", "count", 1, "steps", 2));
        wish.put("adapters", List.of(Map.of("adapterId", adapter, "strength", 0.5)));
        for (var fitting : List.of(own, alike)) {
            wish.put("modelVersionId", fitting.id().toString());
            view(ask(wish), "DONE")
                    .body("modelVersionId", equalTo(fitting.id().toString()))
                    .body("adapters[0].adapterId", equalTo(adapter));
        }
        for (var unfit : List.of(other, unknown)) {
            wish.put("modelVersionId", unfit.id().toString());
            refused(
                    wish,
                    "adapters[0].adapterId",
                    "names an adapter that does not fit " + unfit.baseModel().name());
        }
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
}
