package art.pinhua.generation;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.Api;
import art.pinhua.Wait;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Rows that are drawn side by side: all of them are taken or none.
@QuarkusTest
class GridTest {
    private static final int MOST_WAITING = 8;

    @Test
    @TestSecurity(user = "gus", roles = "expert")
    void rowsAreTakenInTheirOrder() {
        List<String> ids =
                grid(List.of(row("竹林"), row("竹林，雪地"))).statusCode(200).extract().path("ids");
        assertEquals(
                List.of("竹林", "竹林，雪地"),
                ids.stream()
                        .map(id -> (String) view(id).extract().path("prompt"))
                        .toList());
    }

    @Test
    @TestSecurity(user = "greta", roles = "expert")
    void aRefusedRowTakesTheOthersWithIt() {
        var strange = Map.<String, Object>of("prompt", "x", "startImageId", UUID.randomUUID());
        grid(List.of(row("x"), strange))
                .statusCode(400)
                .body("violations.field", equalTo(List.of("rows[1].startImageId")));
        grid(List.of(row("x"), row(" "))).statusCode(400).body("violations.field", hasItem("rows[1].prompt"));
        grid(List.of()).statusCode(400);
        grid(IntStream.range(0, 9).mapToObj(i -> row("x" + i)).toList()).statusCode(400);
        Api.given().get("/api/generations").then().body("", hasSize(0));
    }

    @Test
    @TestSecurity(user = "gerd", roles = "expert")
    void aGridNeedsOneFreePlace() {
        var waiting = new ArrayList<String>();
        for (int i = 1; i < MOST_WAITING; i++) {
            waiting.add(ask(hanging()).statusCode(200).extract().path("id"));
        }
        var rows = IntStream.range(0, MOST_WAITING).mapToObj(i -> hanging()).toList();
        waiting.addAll(grid(rows).statusCode(200).extract().<List<String>>path("ids"));
        assertEquals(2 * MOST_WAITING - 1, waiting.size());
        ask(hanging()).statusCode(429).body("code", equalTo("TOO_MANY_GENERATIONS"));
        grid(List.of(hanging())).statusCode(429).body("code", equalTo("TOO_MANY_GENERATIONS"));
        cancel(waiting);
    }

    /// As from a script: what one of them counts, the others have not taken meanwhile.
    @Test
    @TestSecurity(user = "gina", roles = "expert")
    void noMoreThanTheFreePlacesAreTakenAtOnce() throws InterruptedException {
        List<ValidatableResponse> answers;
        try (var threads = Executors.newFixedThreadPool(3 * MOST_WAITING)) {
            Callable<ValidatableResponse> wish = () -> ask(hanging());
            answers = threads.invokeAll(Collections.nCopies(3 * MOST_WAITING, wish)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
        var waiting = answers.stream()
                .filter(answer -> answer.extract().statusCode() == 200)
                .map(answer -> answer.extract().<String>path("id"))
                .toList();
        cancel(waiting);
        assertEquals(MOST_WAITING, waiting.size());
    }

    private static void cancel(List<String> waiting) {
        for (String id : waiting) {
            Api.given().post("/api/generations/" + id + "/cancel").then().statusCode(204);
        }
        for (String id : waiting) {
            Wait.until(
                    id + " is cancelled",
                    () -> "CANCELLED".equals(view(id).extract().path("state")));
        }
    }

    private static Map<String, Object> row(String prompt) {
        return Map.of("prompt", prompt, "count", 1, "steps", 1, "seed", 7);
    }

    private static Map<String, Object> hanging() {
        return Map.of("prompt", "[hangs]", "count", 1, "steps", 100);
    }

    private static ValidatableResponse grid(List<Map<String, Object>> rows) {
        return Api.given()
                .body(Map.of("rows", rows))
                .post("/api/generations/grid")
                .then();
    }

    private static ValidatableResponse ask(Map<String, Object> wish) {
        return Api.given().body(wish).post("/api/generations").then();
    }

    private static ValidatableResponse view(String id) {
        return Api.given().get("/api/generations/" + id).then().statusCode(200);
    }
}
