package art.pinhua.prompt;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import art.pinhua.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PromptSetTest {
    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void aSetKeepsItsOrderLanguagesAndTopics() {
        String id = Api.given()
                .body(Map.of("name", "warm", "csv", "text,topic\n红袍,衣\n\"a robe, red\",\nmixed 字,\n"))
                .post("/api/prompt-sets")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        Api.given()
                .get("/api/prompt-sets/" + id)
                .then()
                .body("name", equalTo("warm"))
                .body("prompts.text", contains("红袍", "a robe, red", "mixed 字"))
                .body("prompts.language", contains("zh", "en", "mixed"))
                .body("prompts[0].topic", equalTo("衣"));
    }

    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void aBrokenFileIsRefusedWholeWithEveryFlaw() {
        Api.given()
                .body(Map.of("name", "bad", "format", "CSV", "text", "ok,\n\"open,\n"))
                .post("/api/prompt-sets")
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_INPUT"))
                .body("violations", hasSize(1))
                .body("violations[0].field", equalTo("text"))
                .body("violations[0].message", containsString("line 2, column 1"));
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void onlyCuratorsMakeSets() {
        Api.given()
                .body(Map.of("name", "no", "text", "x"))
                .post("/api/prompt-sets")
                .then()
                .statusCode(403);
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void anUnknownSetIsNotFound() {
        Api.given()
                .get("/api/prompt-sets/00000000-0000-4000-8000-000000000000")
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
    }
}
