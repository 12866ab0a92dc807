package art.pinhua.registry;

import static art.pinhua.registry.ImportApi.importedPath;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.generation.TestPipeline;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Adapters that fit more base models than the one they were imported for, by what the engine told of each.
@QuarkusTest
@TestSecurity(user = "ada", roles = "admin")
class SharedAdapterTest {
    @Inject
    Registry registry;

    @Inject
    Blobs blobs;

    @Inject
    Sql sql;

    @Inject
    TestModels models;

    @TempDir
    Path folder;

    @Test
    void modelsWithTheSameLayersTakeEachOthersAdapters() {
        var own = imported("layers-own");
        var alike = imported("layers-alike");
        var other = imported("other-layers");
        var unseen = models.imported("layers-unseen", UsualSampling.PLAIN).baseModel();
        var adapter = adapter("for layers", own);
        var fits = fits("for layers");
        assertEquals(own, adapter.baseModel(), "what it was made for stays what its version is of");
        assertTrue(fits.contains(own.id().toString()), fits::toString);
        assertTrue(fits.contains(alike.id().toString()), fits::toString);
        assertFalse(fits.contains(other.id().toString()), fits::toString);
        assertFalse(fits.contains(unseen.id().toString()), "no engine looked at it");
        adapter("for unseen layers", unseen);
        assertEquals(List.of(unseen.id().toString()), fits("for unseen layers"));
    }

    @Test
    void aModelThatIsImportedAgainIsLookedAtAgain() {
        String name = "layers-again";
        var model = models.imported(name, UsualSampling.PLAIN).baseModel();
        assertEquals(0, digests(model.id()));
        for (int times = 0; times < 2; times++) {
            importedPath(TestPipeline.write(folder.resolve(name), name), "DONE");
            assertEquals(1, digests(model.id()));
        }
    }

    private ModelVersion.BaseModel imported(String name) {
        importedPath(TestPipeline.write(folder.resolve(name), name), "DONE");
        return registry.baseModels().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ModelVersion adapter(String name, ModelVersion.BaseModel model) {
        var sha256 = blobs.store(name.getBytes(StandardCharsets.UTF_8)).sha256();
        return registry.register(new NewAdapter(model.id(), sha256, name, 4, 4, List.of("to_q"), 0), 1);
    }

    private static List<String> fits(String name) {
        return Api.given().get("/api/adapters").path("find { it.name == '" + name + "' }.fits");
    }

    private int digests(UUID baseModelId) {
        return sql.one(
                "select count(*) as n from base_model_layers where base_model_id = ?",
                row -> row.getInt("n"),
                baseModelId);
    }
}
