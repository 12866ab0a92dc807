package art.pinhua.finetuning;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.Api;
import art.pinhua.dataset.TestSnapshots;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.NewAdapter;
import art.pinhua.registry.Registry;
import art.pinhua.registry.TestModels;
import art.pinhua.registry.UsualSampling;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What no trainer can train is refused before one is started.
@QuarkusTest
@TestSecurity(user = "cora", roles = "curator")
class TrainabilityTest {
    @Inject
    TestSnapshots snapshots;

    @Inject
    TestModels models;

    @Inject
    Registry registry;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @Test
    void modelsWithTwoTextEncodersAreRefused() {
        var model = models.xl("untrainable-xl");
        start(model)
                .statusCode(409)
                .body("code", equalTo("NOT_TRAINABLE"))
                .body("detail", containsString("untrainable-xl"));
        assertEquals(List.of(), runsOf(model));
    }

    @Test
    void adaptersThatChangeATextEncoderAreRefusedAsParents() {
        var parent = version(List.of("text_encoder:q_proj", "to_q"));
        start(parent).statusCode(409).body("code", equalTo("NOT_TRAINABLE"));
        assertEquals(List.of(), runsOf(parent));
    }

    @Test
    void othersAreNot() {
        Trainability.require(version(List.of("to_k", "to_q")));
        Trainability.require(models.imported("trainable", UsualSampling.PLAIN));
    }

    private ModelVersion version(List<String> targets) {
        var base = models.imported("trainable-base", UsualSampling.PLAIN).baseModel();
        byte[] file = ("adapter of " + targets).getBytes(StandardCharsets.UTF_8);
        String sha256 = blobs.store(file).sha256();
        return registry.register(new NewAdapter(base.id(), sha256, "parent", 16, 16, targets, 0), 1);
    }

    /// Of a snapshot of pictures as if the version had drawn them.
    private ValidatableResponse start(ModelVersion version) {
        UUID snapshot = snapshots.snapshot(1);
        sql.update("""
                update campaign set model_version_id = ?
                where id = (select c.campaign_id from snapshot s join curation c on c.id = s.curation_id where s.id = ?)
                """, version.id(), snapshot);
        return Api.given()
                .body(Map.of("snapshotId", snapshot, "steps", 5))
                .post("/api/runs")
                .then();
    }

    private List<UUID> runsOf(ModelVersion version) {
        return sql.list("select id from run where base_version_id = ?", row -> Sql.uuid(row, "id"), version.id());
    }
}
