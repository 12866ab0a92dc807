package art.pinhua.rater;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.platform.limits.Limit;
import art.pinhua.platform.limits.NetworkKeys;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// Raters who ask for too much are told when to come again; people who share an address are not.
@QuarkusTest
class AdmissionTest {
    private static final LimitSettings DEFAULTS =
            new SmallRyeConfigBuilder().withMapping(LimitSettings.class).build().getConfigMapping(LimitSettings.class);

    /// In which one of 300 an hour comes back.
    private static final Duration STEP = Duration.ofSeconds(12);

    @Inject
    Newcomers newcomers;

    @Inject
    NetworkKeys networks;

    @Inject
    Sql sql;

    @ConfigProperty(name = "pinhua.limits.asks-of-rater")
    Limit asksOfRater;

    @Test
    void aHallFullOfPhonesBehindOneAddressIsLetIn() {
        var admission = new Admission(DEFAULTS, networks, newcomers);
        long began = System.nanoTime();
        for (int phone = 0; phone < 300; phone++) {
            admission.newcomer("203.0.113.7");
            var rater = visitor();
            admission.ask(rater, "203.0.113.7"); // each receipt brings the next tasks
            for (int vote = 0; vote < 10; vote++) {
                admission.vote(rater, "203.0.113.7");
            }
            for (int picture = 0; picture < 4 * 20; picture++) { // of those voted on and of those at hand
                admission.picture(rater.orElseThrow(), "203.0.113.7");
            }
        }
        var refusal = assertThrows(ProblemException.class, () -> {
            // one comes back each time a step of the hour begins meanwhile
            for (long more = 0; more < 2 + (System.nanoTime() - began) / STEP.toNanos(); more++) {
                admission.newcomer("203.0.113.7");
            }
        });
        assertEquals("TOO_MANY_REQUESTS", refusal.code().name());
        assertTrue(refusal.retryAfter().orElseThrow().compareTo(STEP) <= 0);
        admission.newcomer("203.0.113.8");
        assertFalse(
                sql.one("select string_agg(c::text, ' ') as rows from newcomer_count c", row -> row.getString("rows"))
                        .contains("203.0.113"),
                "no address is stored");
    }

    @Test
    void newcomersAreCountedOverRestarts() {
        var limit = Limit.of("2/h");
        var network = networks.of("198.51.100.1");
        assertEquals(Duration.ZERO, newcomers.take(network, limit));
        assertEquals(Duration.ZERO, new Newcomers(sql).take(network, limit));
        new Newcomers(sql).take(network, limit); // let in when the next half of an hour begins meanwhile
        var wait = new Newcomers(sql).take(network, limit);
        assertTrue(wait.isPositive() && wait.compareTo(Duration.ofMinutes(30)) <= 0, wait::toString);
    }

    /// The count of a network leads to its rater while it stands, by the times of consents; so it goes.
    @Test
    void nothingTellsForLongWhoCameFromWhere() throws InterruptedException {
        var network = networks.of("198.51.100.3");
        newcomers.take(network, Limit.of("3600/h"));
        TimeUnit.SECONDS.sleep(1); // the step in which it came back
        newcomers.forget();
        assertEquals(
                "0",
                sql.one("select count(*) from newcomer_count where network = ?", row -> row.getString(1), network));
    }

    @Test
    void timesAreNoFinerThanTheyMustBe() {
        newcomers.take(networks.of("198.51.100.2"), Limit.of("300/h"));
        assertEquals(
                "t",
                sql.one(
                        "select bool_and(extract(epoch from full_at)::numeric % 12 = 0) as whole from newcomer_count"
                                + " where network = ?",
                        row -> row.getString("whole"), networks.of("198.51.100.2")));
        var rater = Api.given()
                .body(Map.of("textVersion", 1))
                .post("/api/rating/consent")
                .then()
                .statusCode(200);
        assertEquals(
                "t",
                sql.one(
                        "select created_at = date_trunc('day', created_at) as day from rater where pseudonym = ?",
                        row -> row.getString("day"),
                        rater.extract().<String>path("pseudonym")));
    }

    @Test
    void oneBrowserThatVotesLikeAMachineIsSlowed() {
        var admission = new Admission(DEFAULTS, networks, newcomers);
        var rater = visitor();
        for (int vote = 0; vote < 60; vote++) {
            admission.vote(rater, "192.0.2.1");
        }
        assertThrows(ProblemException.class, () -> {
            for (int more = 0; more < 60; more++) {
                admission.vote(rater, "192.0.2.1");
            }
        });
        admission.vote(visitor(), "192.0.2.1");
    }

    /// Whoever asks, with cookies or without.
    @Test
    void thePicturesOfOneRaterAreNotToBeHadWithoutEnd() {
        var admission = new Admission(DEFAULTS, networks, newcomers);
        var rater = UUID.randomUUID();
        for (int picture = 0; picture < 600; picture++) {
            admission.picture(rater, "192.0.2.2");
        }
        assertThrows(ProblemException.class, () -> {
            for (int more = 0; more < 600; more++) {
                admission.picture(rater, "192.0.2.2");
            }
        });
        admission.picture(UUID.randomUUID(), "192.0.2.2");
    }

    @Test
    void consentIsCountedLikeEveryRequestOfARater() {
        var cookie = Api.given()
                .body(Map.of("textVersion", 1))
                .post("/api/rating/consent")
                .cookie("pinhua_rater");
        Response last = consent(cookie, 2);
        for (int i = 0; i < 20 * asksOfRater.count() && last.statusCode() != 429; i++) {
            last = consent(cookie, 1 + i % 1_000);
        }
        last.then().statusCode(429).body("code", equalTo("TOO_MANY_REQUESTS"));
    }

    private static Response consent(String cookie, int textVersion) {
        return Api.given()
                .cookie("pinhua_rater", cookie)
                .body(Map.of("textVersion", textVersion))
                .post("/api/rating/consent");
    }

    @Test
    void theRefusalSaysWhenToComeAgain() {
        var consent = Map.of("textVersion", 1);
        var cookie = Api.given().body(consent).post("/api/rating/consent").cookie("pinhua_rater");
        Response last = ask(cookie);
        for (int i = 0; i < 20 * asksOfRater.count() && last.statusCode() != 429; i++) {
            last = ask(cookie);
        }
        last.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", Integer::parseInt, equalTo(1))
                .body("code", equalTo("TOO_MANY_REQUESTS"))
                .body("detail", startsWith("This browser asks for tasks too often."));
    }

    /// The campaign does not exist, and who asks too often is not even told that.
    private static Response ask(String cookie) {
        return Api.given()
                .cookie("pinhua_rater", cookie)
                .body(Map.of("count", 1))
                .post("/api/rating/campaigns/" + UUID.randomUUID() + "/next");
    }

    private static Optional<UUID> visitor() {
        return Optional.of(UUID.randomUUID());
    }
}
