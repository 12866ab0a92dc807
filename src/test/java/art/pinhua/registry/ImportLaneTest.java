package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.begin;
import static art.pinhua.registry.ImportApi.ended;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.Api;
import art.pinhua.Wait;
import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.jobs.JobState;
import art.pinhua.platform.jobs.Jobs;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Imports wait in a lane of their own.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class ImportLaneTest {
    @Inject
    Jobs jobs;

    @Inject
    Sql sql;

    @TempDir
    Path folder;

    @Test
    void importsLeaveRoomForOtherWork() {
        String picture = hanging();
        var imports = List.of(begun("ahead"), begun("behind"));
        Wait.until("both have begun", () -> imports.stream().allMatch(id -> "RUNNING".equals(state("imports", id))));
        UUID other = jobs.submit("planted", UUID.randomUUID()).id();
        Wait.until("other work", () -> jobs.find(other).orElseThrow().state() == JobState.DONE);
        imports.forEach(id -> assertEquals("RUNNING", state("imports", id)));
        cancel(picture);
        imports.forEach(id -> ended(id, "DONE"));
    }

    @Test
    void whyAnImportWaitsIsTold() {
        String picture = hanging();
        String id = begun("poor");
        Wait.until("it has begun", () -> "RUNNING".equals(state("imports", id)));
        one(id).body("waitReason", equalTo(null));
        sql.update("update job set wait_reason = 'NO_ROOM' where subject_id = ?::uuid", id);
        one(id).body("waitReason", equalTo("NO_ROOM"));
        cancel(picture);
        ended(id, "DONE").body("waitReason", equalTo(null));
    }

    /// The engine has no turn for the files of imports as long as it draws.
    private static String hanging() {
        String picture = Api.given()
                .body(Map.of("prompt", "[hangs]", "count", 1, "steps", 5))
                .post("/api/generations")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        Wait.until("the picture has begun", () -> "RUNNING".equals(state("generations", picture)));
        Wait.pause(200); // and has its turn
        return picture;
    }

    private static void cancel(String picture) {
        Api.given().post("/api/generations/" + picture + "/cancel").then().statusCode(204);
    }

    private String begun(String name) {
        var pipeline = TestPipeline.write(folder.resolve(name), name);
        return begin(Map.of("kind", "BASE_MODEL", "path", pipeline.toString()), 200)
                .extract()
                .path("id");
    }

    private static ValidatableResponse one(String id) {
        return Api.given().get("/api/imports/" + id).then();
    }

    private static String state(String kind, String id) {
        return Api.given().get("/api/" + kind + "/" + id).path("state");
    }
}
