package art.pinhua;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/// How tests call the API: JSON, and the header that the site's own pages send.
public final class Api {
    private Api() {}

    public static RequestSpecification given() {
        return RestAssured.given()
                .contentType(ContentType.JSON)
                .accept("application/json, application/problem+json")
                .header("X-Pinhua-Request", "1");
    }
}
