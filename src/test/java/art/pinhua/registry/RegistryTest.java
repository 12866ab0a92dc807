package art.pinhua.registry;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RegistryTest {
    @Inject
    Registry registry;

    private NewAdapter adapter(String digit) {
        var base = registry.baseModels().getFirst();
        return new NewAdapter(base.id(), digit.repeat(64), "warm " + digit, 4, 4, List.of("to_q", "to_v"), 0);
    }

    @Test
    @TestSecurity(user = "erin", roles = "expert")
    void theStarterPipelineIsTheFirstVersion() {
        Api.given()
                .get("/api/model-versions")
                .then()
                .statusCode(200)
                .body("[0].number", equalTo(1))
                .body("[0].width", equalTo(64))
                .body("[0].baseModelName", equalTo("test-pipeline"));
        var base = registry.baseModels().getFirst();
        assertEquals(6, base.parameters());
        assertEquals("Test", base.pipelineClass());
        assertTrue(base.origin().contains("docs/starter-model.md"), base.origin());
        Api.given().get("/api/serving").then().body("modelVersion.serving", equalTo(true));
    }

    @Test
    void registeringAgainGivesTheSameVersion() {
        var first = registry.register(adapter("a"), 1);
        assertEquals(first, registry.register(adapter("a"), 1));
        assertNotEquals(first.id(), registry.register(adapter("a"), 0.5).id());
        assertEquals(
                List.of("to_q", "to_v"), Objects.requireNonNull(first.adapter()).targetModules());
    }

    @Test
    void ofManyPromotionsAtOnceOneWins() throws InterruptedException {
        var version = registry.register(adapter("b"), 1);
        long revision = registry.serving().revision();
        Callable<Boolean> promote = () -> {
            try {
                registry.promote(version.id(), revision);
                return true;
            } catch (ProblemException e) {
                assertEquals(RegistryProblem.ALIAS_MOVED, e.code());
                return false;
            }
        };
        long winners;
        try (var threads = Executors.newFixedThreadPool(8)) {
            winners = threads
                    .invokeAll(IntStream.range(0, 30).mapToObj(i -> promote).toList())
                    .stream()
                    .map(Future::resultNow)
                    .filter(won -> won)
                    .count();
        }
        assertEquals(1, winners);
        assertEquals(revision + 1, registry.serving().revision());
        var first = registry.versions().getFirst();
        registry.promote(first.id(), revision + 1);
        assertThrows(ProblemException.class, () -> registry.promote(version.id(), revision));
    }
}
