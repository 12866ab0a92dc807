package art.pinhua.comparison;

import art.pinhua.platform.blob.Blobs;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.NewAdapter;
import art.pinhua.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Model versions for tests: the base model with an adapter of any bytes.
@ApplicationScoped
public class TestVersions {
    private final Registry registry;
    private final Blobs blobs;

    TestVersions(Registry registry, Blobs blobs) {
        this.registry = registry;
        this.blobs = blobs;
    }

    public ModelVersion version(String name) {
        String sha256 = blobs.store(name.getBytes(StandardCharsets.UTF_8)).sha256();
        var base = registry.baseModels().getFirst();
        return registry.register(new NewAdapter(base.id(), sha256, name, 4, 4, List.of("ATTENTION"), 0), 1);
    }
}
