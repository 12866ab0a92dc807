package art.pinhua.platform.problem;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import art.pinhua.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProblemTest {
    private static final String FAULTS = "/api/planted-faults";

    @Test
    void everyInvalidFieldIsNamed() {
        refused(
                        order("{\"count\":0,\"lines\":[{\"text\":\"a\"},{\"text\":\" \"}],\"colour\":\"RED\"}"),
                        400,
                        "INVALID_INPUT")
                .body("violations.field", contains("count", "lines[1].text"))
                .body("violations.message", hasItem("must be greater than 0"));
    }

    @Test
    void aWrongTypeNamesItsField() {
        refused(order("{\"count\":\"many\"}"), 400, "INVALID_INPUT").body("violations[0].field", equalTo("count"));
    }

    @Test
    void anUnknownWordListsTheKnownOnes() {
        refused(order("{\"colour\":\"GREEN\"}"), 400, "INVALID_INPUT")
                .body("detail", equalTo("colour must be one of RED, BLUE."));
    }

    @Test
    void anUnknownFieldIsRefused() {
        refused(order("{\"count\":1,\"lines\":[{\"text\":\"a\"}],\"colour\":\"RED\",\"size\":1}"), 400, "INVALID_INPUT")
                .body("detail", equalTo("size is not known here."));
    }

    @Test
    void brokenJsonNamesThePlaceAndNoClass() {
        refused(order("{\"count\": 1,\n oops}"), 400, "MALFORMED_JSON")
                .body("detail", containsString("line 2"))
                .body("detail", not(containsString("com.fasterxml")));
    }

    @Test
    void anAbsentBodyIsRefused() {
        refused(order("null"), 400, "INVALID_INPUT");
        refused(order(""), 400, "INVALID_INPUT");
    }

    @Test
    void ourBugSaysNothingOutside() {
        refused(Api.given().get(FAULTS + "/bug").then(), 500, "INTERNAL_ERROR")
                .body(not(containsString("secret inner state")))
                .body(not(containsString("IllegalState")));
    }

    @Test
    void theCallersFaultCarriesItsCode() {
        refused(Api.given().get(FAULTS + "/caller").then(), 409, "CONFLICT")
                .body("type", equalTo("urn:pinhua:problem:conflict"))
                .body("title", notNullValue())
                .body("detail", equalTo("It is too late."))
                .body("instance", equalTo(FAULTS + "/caller"))
                .body("violations[0].message", equalTo("is over"));
    }

    @Test
    void unknownAddressesAreProblems() {
        refused(Api.given().get("/api/no-such-thing").then(), 404, "NOT_FOUND");
        refused(Api.given().get(FAULTS + "/things/not-an-id").then(), 404, "NOT_FOUND");
        refused(Api.given().delete(FAULTS + "/bug").then(), 405, "METHOD_NOT_ALLOWED");
        refused(
                Api.given()
                        .contentType(ContentType.XML)
                        .body("<a/>")
                        .post(FAULTS + "/order")
                        .then(),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void strangersAreAskedToSignIn() {
        refused(Api.given().get(FAULTS + "/experts").then(), 401, "NOT_SIGNED_IN");
    }

    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void otherRolesAreRefused() {
        refused(Api.given().get(FAULTS + "/experts").then(), 403, "NOT_ALLOWED");
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void theRightRolePasses() {
        Api.given().get(FAULTS + "/experts").then().statusCode(200).body("count", equalTo(1));
    }

    private static ValidatableResponse order(String body) {
        return Api.given().body(body).post(FAULTS + "/order").then();
    }

    private static ValidatableResponse refused(ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(status))
                .body("code", equalTo(code));
    }
}
