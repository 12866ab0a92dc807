package art.pinhua.platform.identity;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PeopleTest {
    @Inject
    People people;

    private final String name = "n" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void administratorsInviteAndDisable() {
        var id = Api.given()
                .body(Map.of("name", name, "displayName", "画家", "roles", Set.of("curator")))
                .post("/api/people")
                .then()
                .statusCode(200)
                .body("invitationUrl", containsString("/idp/invite?token="))
                .extract()
                .<String>path("id");
        person(id).body("state", equalTo("INVITED")).body("roles", containsInAnyOrder("expert", "curator"));
        Api.given().post("/api/people/{id}/invite", id).then().statusCode(200);
        Api.given().post("/api/people/{id}/disable", id).then().statusCode(200).body("state", equalTo("DISABLED"));
        Api.given().post("/api/people/{id}/invite", id).then().statusCode(404);
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void namesAreUniqueWithoutRegardToCase() {
        people.add(name, "One", Set.of("expert"));
        Api.given()
                .body(Map.of("name", name.toUpperCase(Locale.ROOT), "displayName", "Two", "roles", Set.of("expert")))
                .post("/api/people")
                .then()
                .statusCode(409)
                .body("code", equalTo("NAME_TAKEN"));
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void badPeopleAreRefusedFieldByField() {
        Api.given()
                .body(Map.of("name", "a b", "displayName", "", "roles", Set.of("king")))
                .post("/api/people")
                .then()
                .statusCode(400)
                .body("violations.size()", equalTo(3));
    }

    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void curatorsSeeNobody() {
        Api.given().get("/api/people").then().statusCode(403);
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void everybodySeesThemselves() {
        Api.given()
                .get("/api/me")
                .then()
                .statusCode(200)
                .body("signedIn", equalTo(true))
                .body("name", equalTo("erin"))
                .body("roles", equalTo(List.of("expert")));
    }

    @Test
    void theLastAdministratorStays() {
        var account = people.add(name, "Only one", Set.of("admin"));
        var token = people.invite(account.id).url().replaceAll(".*token=", "");
        assertTrue(people.acceptInvitation(token, "the last one stays").isPresent());
        people.all().stream()
                .filter(other -> other.role == Role.ADMIN && !other.disabled && !other.id.equals(account.id))
                .forEach(other -> people.disable(other.id));
        var refusal = assertThrows(ProblemException.class, () -> people.disable(account.id));
        assertEquals(IdentityProblem.LAST_ADMINISTRATOR, refusal.code());
    }

    private static ValidatableResponse person(String id) {
        return Api.given().get("/api/people").then().statusCode(200).root("find { it.id == '" + id + "' }");
    }
}
