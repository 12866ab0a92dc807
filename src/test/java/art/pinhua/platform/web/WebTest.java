package art.pinhua.platform.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import art.pinhua.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every request passes.
@QuarkusTest
class WebTest {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @ConfigProperty(name = "pinhua.public-url")
    String home;

    @Test
    void changesFromOtherSitesAreRefused() {
        refused(order());
        refused(order().header("Origin", "https://evil.example"));
        refused(order().header("Origin", home + ".evil.example"));
        refused(order().header("Origin", "null"));
        refused(order().header("Sec-Fetch-Site", "cross-site"));
        refused(order().header("Sec-Fetch-Site", "same-site"));
        refused(order().header("Sec-Fetch-Site", "none"));
        refused(order().header("Sec-Fetch-Site", "cross-site").header("Origin", home));
    }

    @Test
    void changesFromOurPagesAndProgramsPass() {
        passed(order().header("X-Pinhua-Request", "1"));
        passed(order().header("Origin", home));
        passed(order().header("Sec-Fetch-Site", "same-origin").header("Origin", home));
    }

    @Test
    void readingNeedsNoMark() {
        RestAssured.given().get("/api/me").then().statusCode(200);
    }

    @Test
    void everyAnswerIsProtected() {
        RestAssured.given()
                .get("/api/me")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Cache-Control", "no-store");
        RestAssured.given()
                .get("/no-such-page")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("script-src 'self';"));
        RestAssured.given().get("/api/no-such-thing").then().header("X-Frame-Options", "DENY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/me",
                "/api/people",
                "/api/no-such-thing",
                "/api/images/not-an-id",
                "/q/health",
                "/q/metrics",
                "/q/openapi",
                "/login?to=/studio",
                "/idp/authorize",
                "/idp/jwks",
                "/no-such-page",
                "/seal.svg"
            })
    void nothingIsSentWithoutProtection(String path) {
        RestAssured.given()
                .redirects()
                .follow(false)
                .get(path)
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Content-Security-Policy", startsWith("default-src 'none'"))
                .header("Content-Security-Policy", not(containsString("unsafe")));
    }

    /// The gate answers before anything else is asked.
    @Test
    void whatIsTurnedAwayIsProtectedToo() {
        order().header("X-Pinhua-Request", "1")
                .body("[".repeat(20_000))
                .post("/api/rating/votes")
                .then()
                .statusCode(413)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Content-Security-Policy", startsWith("default-src 'none'"))
                .header("Cache-Control", "no-store");
    }

    @Test
    void everyAnswerHasAnId() {
        RestAssured.given().get("/api/me").then().header("X-Request-Id", matchesPattern(UUID));
        RestAssured.given()
                .header("X-Request-Id", "proxy-1234567")
                .get("/api/me")
                .then()
                .header("X-Request-Id", "proxy-1234567");
        RestAssured.given()
                .header("X-Request-Id", "line%0Abreak in the log")
                .get("/api/me")
                .then()
                .header("X-Request-Id", matchesPattern(UUID));
    }

    @Test
    void healthNamesTheDatabaseAndTheParts() {
        RestAssured.given()
                .get("/q/health")
                .then()
                .body("checks.name", hasItem(containsString("Database")))
                .body("checks.name", hasItem("parts"))
                .body("checks.find { it.name == 'parts' }.data.'planted-part'", equalTo("down"))
                .body("checks.find { it.name == 'parts' }.data.database", equalTo("up"));
        RestAssured.given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        RestAssured.given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void metricsAreCounted() {
        RestAssured.given().get("/api/me");
        RestAssured.given()
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("http_server_requests_seconds"));
    }

    @Test
    void theApiIsDescribedAndTheSignInPagesAreNot() {
        RestAssured.given()
                .queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.'/api/me'", notNullValue())
                .body("paths.'/api/jobs/{id}/cancel'.post.parameters[0].schema.'$ref'", endsWith("/UUID"))
                .body("components.schemas.UUID.format", equalTo("uuid"))
                .body("components.schemas.Me.required", hasItem("signedIn"))
                .body("components.schemas.Me.required", not(hasItem("displayName")))
                .body("paths.'/idp/token'", equalTo(null));
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void theSystemTellsHowItIsDoing() {
        Api.given()
                .get("/api/system")
                .then()
                .statusCode(200)
                .body("version", notNullValue())
                .body("role", equalTo("both"))
                .body("parts.name", equalTo(List.of("blobs", "database", "disk", "engine", "planted-part", "trainer")))
                .body("parts.find { it.name == 'planted-part' }.condition", equalTo("DOWN"))
                .body("parts.find { it.name == 'planted-part' }.trouble", equalTo("rests"))
                .body("parts.find { it.name == 'planted-part' }.figures[0].value", equalTo("7"));
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void everyPartHasItsFigures() throws IOException {
        var system = Api.given().get("/api/system").then().statusCode(200);
        var database = "parts.find { it.name == 'database' }.";
        int migrations;
        try (var files = Files.list(Path.of("../migrations"))) {
            migrations =
                    (int) files.filter(file -> file.toString().endsWith(".sql")).count();
        }
        system.body(database + "condition", equalTo("UP"))
                .body(database + "version", startsWith("18."))
                .body(figure("database", "migrations"), equalTo(Integer.toString(migrations)))
                .body(figure("database", "checksums"), equalTo("on"))
                .body(figure("database", "size"), matchesPattern("\\d{6,}"))
                .body(figure("disk", "free"), matchesPattern("\\d+"))
                .body(figure("blobs", "files"), matchesPattern("\\d+"))
                .body(figure("trainer", "running"), matchesPattern("\\d+"));
    }

    private static String figure(String part, String name) {
        return "parts.find { it.name == '" + part + "' }.figures.find { it.name == '" + name + "' }.value";
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void expertsDoNotSeeTheSystem() {
        Api.given().get("/api/system").then().statusCode(403).body("code", equalTo("NOT_ALLOWED"));
    }

    private static RequestSpecification order() {
        return RestAssured.given()
                .contentType(ContentType.JSON)
                .body("{\"count\":1,\"lines\":[{\"text\":\"a\"}],\"colour\":\"RED\"}");
    }

    private static void refused(RequestSpecification request) {
        request.post("/api/planted-faults/order").then().statusCode(403).body("code", equalTo("CROSS_SITE_REQUEST"));
    }

    private static void passed(RequestSpecification request) {
        request.post("/api/planted-faults/order").then().statusCode(200);
    }
}
