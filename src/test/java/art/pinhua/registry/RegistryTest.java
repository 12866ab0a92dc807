package art.pinhua.registry;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.Api;
import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class RegistryTest {
    @Inject
    Registry registry;

    @TempDir
    Path folder;

    private NewAdapter adapter(String digit) {
        var base = registry.baseModels().getFirst();
        return new NewAdapter(base.id(), digit.repeat(64), "warm " + digit, 4, 4, List.of("to_q", "to_v"));
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
        assertEquals(6, registry.baseModels().getFirst().parameters());
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

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void aSoundFolderBecomesABaseModel() {
        var pipeline = TestPipeline.write(folder.resolve("second"), "Second");
        importing(pipeline.toString(), 200);
        Api.given().get("/api/base-models").then().body("name", hasItem("second"));
        int known = registry.versions().size();
        importing(pipeline.toString(), 200);
        assertEquals(known, registry.versions().size());
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void anUnknownFolderIsNamed() {
        importing(folder.resolve("nowhere").toString(), 400).body("violations[0].field", equalTo("folder"));
        importing(folder.toString(), 400).body("code", equalTo("PIPELINE_NOT_FOUND"));
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void damagedFilesAreNamed() throws IOException {
        var cut = TestPipeline.write(folder.resolve("short"), "Short");
        Files.write(cut.resolve("unet/diffusion_pytorch_model.safetensors"), new byte[] {9, 0, 0});
        importing(cut.toString(), 400)
                .body("code", equalTo("PIPELINE_DAMAGED"))
                .body("detail", containsString("diffusion_pytorch_model.safetensors"));
        var deep = TestPipeline.write(folder.resolve("damaged"), "Damaged");
        importing(deep.toString(), 400)
                .body("code", equalTo("PIPELINE_REFUSED"))
                .body("detail", containsString("WEIGHTS_DAMAGED"));
        Files.writeString(deep.resolve("vae/config.json"), "{");
        importing(deep.toString(), 400).body("code", equalTo("PIPELINE_DAMAGED"));
    }

    @Test
    @TestSecurity(user = "carl", roles = "curator")
    void onlyAdministratorsImport() {
        importing("anything", 403);
    }

    private static ValidatableResponse importing(String folder, int status) {
        return Api.given()
                .body(Map.of("folder", folder))
                .post("/api/base-models")
                .then()
                .statusCode(status);
    }
}
