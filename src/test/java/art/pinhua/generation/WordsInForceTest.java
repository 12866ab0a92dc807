package art.pinhua.generation;

import static art.pinhua.generation.PlaygroundApi.ask;
import static art.pinhua.generation.PlaygroundApi.download;
import static art.pinhua.generation.PlaygroundApi.refused;
import static art.pinhua.generation.PlaygroundApi.view;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.registry.Registry;
import art.pinhua.registry.TestWords;
import art.pinhua.training.io.PngTexts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Learned words of the base model, in the playground and where generations are planned together.
@QuarkusTest
@TestSecurity(user = "erin", roles = "expert")
class WordsInForceTest {
    @Inject
    Playground playground;

    @Inject
    Images images;

    @Inject
    Registry registry;

    @Inject
    TestWords words;

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
        refused(wish, "prompt", "and negative prompt have 9 learned words, at most 8 are taken at once");
        wish.put("prompt", "qw1 qw2 qw3 qw4 qw5 qw6 qw7 qw8 qw9");
        wish.put("negativePrompt", " ");
        refused(wish, "prompt", "has 9 learned words, at most 8 are taken at once");
    }

    @Test
    void whatIsPlannedTogetherHasTheWordsOfOneMoment() {
        var version = registry.serving().modelVersion().id();
        String prompt = "a qluodian box";
        var planned = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        var planning = images.planning();
        planning.plan(planned.get(0), version, prompt, List.of(1L));
        words.teach("qluodian");
        planning.plan(planned.get(1), version, prompt, List.of(1L));
        images.planning().plan(planned.get(2), version, prompt, List.of(1L));
        assertEquals(
                List.of(0, 0, 1),
                planned.stream()
                        .map(id -> playground.generation(id).words().size())
                        .toList());
    }

    private byte[] bytesOf(String id) {
        String image = view(id, "DONE").extract().path("images[0].id");
        return images.bytes(UUID.fromString(image));
    }
}
