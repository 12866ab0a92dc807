package art.pinhua.generation;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import art.pinhua.Api;
import art.pinhua.Wait;
import io.restassured.response.ValidatableResponse;
import java.util.Map;

/// The playground as a page asks it.
final class PlaygroundApi {
    private PlaygroundApi() {}

    static String ask(Map<String, Object> wish) {
        return Api.given()
                .body(wish)
                .post("/api/generations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    static ValidatableResponse view(String id, String state) {
        Wait.until(id + " is " + state, () -> state.equals(get(id).extract().path("state")));
        return get(id);
    }

    private static ValidatableResponse get(String id) {
        return Api.given().get("/api/generations/" + id).then().statusCode(200);
    }

    static ValidatableResponse cancel(String id, int status) {
        return Api.given().post("/api/generations/" + id + "/cancel").then().statusCode(status);
    }

    static void refused(Map<String, Object> wish, String field, String message) {
        Api.given()
                .body(wish)
                .post("/api/generations")
                .then()
                .statusCode(400)
                .body("violations.find { it.field == '" + field + "' }.message", equalTo(message));
    }

    static void refused(Map<String, Object> wish, String field) {
        Api.given().body(wish).post("/api/generations").then().statusCode(400).body("violations.field", hasItem(field));
    }

    static byte[] download(String image, boolean parameters) {
        return Api.given()
                .accept("image/png")
                .get("/api/images/" + image + "/download?parameters=" + parameters)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("pinhua-7.png"))
                .extract()
                .asByteArray();
    }
}
