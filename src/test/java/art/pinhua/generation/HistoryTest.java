package art.pinhua.generation;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.Api;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// One's own generations, page by page and by their words.
@QuarkusTest
class HistoryTest {
    @Inject
    Playground playground;

    @Inject
    ObjectMapper json;

    @Test
    @TestSecurity(user = "hana", roles = "expert")
    void olderPagesFollowWithoutGapsOrRepeats() {
        var asked = new ArrayList<String>();
        asked.add(ask("first"));
        asked.addAll(Api.given()
                .body(Map.of("rows", List.of(wish("a"), wish("b"), wish("c")))) // of one moment
                .post("/api/generations/grid")
                .then()
                .extract()
                .<List<String>>path("ids"));
        asked.add(ask("last"));
        var seen = new ArrayList<>(page(Map.of("limit", 2)));
        assertEquals(asked.getLast(), seen.getFirst());
        seen.addAll(page(Map.of("limit", 2, "before", seen.getLast())));
        seen.addAll(page(Map.of("limit", 2, "before", seen.getLast())));
        assertEquals(asked.getFirst(), seen.getLast());
        assertEquals(asked.stream().sorted().toList(), seen.stream().sorted().toList());
        assertEquals(List.of(), page(Map.of("before", seen.getLast())));
    }

    @Test
    @TestSecurity(user = "hugo", roles = "expert")
    void wordsMayBeApartByTheWideSpaceOfChinese() {
        String id = ask("夜空下的人，红色长袍");
        assertEquals(List.of(id), page(Map.of("search", "\u3000红色\u3000夜空 ")));
        assertEquals(List.of(), page(Map.of("search", "红色\u3000白色")));
    }

    @Test
    @TestSecurity(user = "hera", roles = "expert")
    void charactersMayBeInPiecesOrOfAnotherWidth() {
        String robe = ask("ro\u0302be");
        assertEquals(List.of(robe), page(Map.of("search", "r\u00f4be")));
        assertEquals(List.of(robe), page(Map.of("search", "ro\u0302be")));
        String kept = ask("\u0958"); // longer when composed, so kept as it is
        assertEquals(List.of(kept), page(Map.of("search", "\u0958")));
        assertEquals(List.of(kept), page(Map.of("search", "\u0915\u093c")));
        String wide = ask("ＩＮＫ 50％ ﾀｹ");
        assertEquals(List.of(wide), page(Map.of("search", "ink 50% タケ")));
        String narrow = ask("lamp 1000");
        assertEquals(List.of(narrow), page(Map.of("search", "Ｌａｍｐ")));
        assertEquals(List.of(), page(Map.of("search", "1％0")));
    }

    @Test
    @TestSecurity(user = "hedy", roles = "expert")
    void aPageBeginsAtAGenerationOfOnesOwn() {
        var ofAnother = playground.ask(json.convertValue(wish("x"), GenerationResource.NewGeneration.class), "another");
        for (var before : List.of(UUID.randomUUID(), ofAnother)) {
            Api.given()
                    .queryParam("before", before)
                    .get("/api/generations")
                    .then()
                    .statusCode(400)
                    .body("violations[0].field", equalTo("before"));
        }
    }

    private static List<String> page(Map<String, ?> query) {
        return Api.given()
                .queryParams(query)
                .get("/api/generations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static String ask(String prompt) {
        return Api.given()
                .body(wish(prompt))
                .post("/api/generations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static Map<String, Object> wish(String prompt) {
        return Map.of("prompt", prompt, "count", 1, "steps", 1);
    }
}
