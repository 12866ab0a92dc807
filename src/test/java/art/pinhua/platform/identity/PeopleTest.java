package art.pinhua.platform.identity;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PeopleTest {
    @Inject
    People people;

    @Inject
    Passwords passwords;

    @Inject
    Sql sql;

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
    void ofManyWhoTakeANameAtOnceOneGetsIt() throws InterruptedException {
        Callable<String> add = () -> {
            try {
                return people.add(name, "First", Set.of("expert")).name;
            } catch (ProblemException e) {
                return e.code().name();
            }
        };
        try (var threads = Executors.newFixedThreadPool(8)) {
            var outcomes = threads.invokeAll(Collections.nCopies(8, add)).stream()
                    .map(Future::resultNow)
                    .toList();
            assertEquals(1, Collections.frequency(outcomes, name), outcomes::toString);
            assertEquals(7, Collections.frequency(outcomes, "NAME_TAKEN"), outcomes::toString);
        }
    }

    @Test
    void namesOfOtherProvidersAreMadeToFit() {
        assertEquals("画家", Acquaintances.fitting(" 画家\0 ", "erin"));
        assertEquals("erin", Acquaintances.fitting(" ", "erin"));
        assertEquals("😀".repeat(200), Acquaintances.fitting("😀".repeat(300), "erin"));
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
    @TestSecurity(user = "ada", roles = "admin")
    void aRoleThatIsNullIsRefused() {
        Api.given()
                .body("{\"name\": \"" + name + "\", \"displayName\": \"No role\", \"roles\": [null]}")
                .post("/api/people")
                .then()
                .statusCode(400)
                .body("violations.size()", equalTo(1));
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

    /// Whoever waits for a password to be looked into holds no connection that a vote could need.
    @Test
    void passwordsWaitWithoutTheDatabase() throws InterruptedException {
        people.add(name, "Somebody", Set.of("expert"));
        int held = passwords.memory.drainPermits();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < 40; i++) {
                    threads.submit(() -> people.changePassword(name, "not the right one", "another long password"));
                    threads.submit(() -> people.withPassword(name, "not the right one"));
                }
                for (int i = 0; i < 3_000 && passwords.memory.getQueueLength() < 80; i++) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                assertEquals(80, passwords.memory.getQueueLength(), "all of them wait");
                assertEquals("1", sql.one("select 1 as one", row -> row.getString("one")));
            } finally {
                passwords.memory.release(held);
            }
        }
    }

    @Test
    void ofTwoChangesAtOnceTheFirstHolds() {
        var account = people.add(name, "Somebody", Set.of("expert"));
        var token = people.invite(account.id).url().replaceAll(".*token=", "");
        var seen = people.acceptInvitation(token, "the first password").orElseThrow();
        assertTrue(people.changePassword(name, "the first password", "the second password"));
        assertFalse(people.changed(seen, "a hash that comes too late"));
        assertTrue(people.withPassword(name, "the second password").isPresent());
    }

    private static ValidatableResponse person(String id) {
        return Api.given().get("/api/people").then().statusCode(200).root("find { it.id == '" + id + "' }");
    }
}
