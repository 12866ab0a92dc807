package art.pinhua.registry;

import static org.hamcrest.Matchers.equalTo;

import art.pinhua.Api;
import art.pinhua.Wait;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// Imports as a page asks for them.
final class ImportApi {
    private ImportApi() {}

    /// Of the base model that is there from the beginning.
    static String base() {
        return Api.given().get("/api/base-models").path("[0].id");
    }

    static ValidatableResponse part(String id, long offset, byte[] bytes, int status) {
        return RestAssured.given()
                .contentType("application/octet-stream")
                .accept("application/json, application/problem+json")
                .header("X-Pinhua-Request", "1")
                .body(bytes)
                .put("/api/imports/" + id + "/content?offset=" + offset)
                .then()
                .statusCode(status);
    }

    static ValidatableResponse begin(Map<String, ?> wish, int status) {
        return Api.given().body(wish).post("/api/imports").then().statusCode(status);
    }

    static ValidatableResponse importedPath(Path path, String state) {
        String id = begin(
                        Map.of("kind", "BASE_MODEL", "path", path.toString(), "licence", "CC0", "origin", "a friend"),
                        200)
                .extract()
                .path("id");
        return ended(id, state);
    }

    static ValidatableResponse ended(String id, String state) {
        return over(id).body("state", equalTo(state));
    }

    static ValidatableResponse over(String id) {
        Wait.until("the import ends", () -> {
            String now = Api.given().get("/api/imports/" + id).path("state");
            return Set.of("DONE", "FAILED", "CANCELLED").contains(now);
        });
        return Api.given().get("/api/imports/" + id).then();
    }

    static String sha(String id) {
        return Api.given().get("/api/imports/" + id).path("sha256");
    }

    static void withdraw(String word, int status) {
        Api.given().post("/api/learned-words/" + word + "/withdraw").then().statusCode(status);
    }
}
