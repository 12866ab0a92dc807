package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.model.UNetConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunManifestTest {
    private static final List<Boolean> ATTENTION = List.of(true, true, true, false);

    private final RunConfig config;

    RunManifestTest(@TempDir Path folder) throws IOException {
        config = SmallRun.in(folder, 1).config(1);
    }

    private String baseVersion(UNetConfig base) {
        Map<String, String> digests = Map.of("base", "0123456789abcdef".repeat(4));
        return Objects.requireNonNull(
                RunManifest.adapterMetadata(config, base, digests, 1).get("ss_base_model_version"));
    }

    @Test
    void anAdapterIsSaidToFitStableDiffusionOneOnlyWhereItDoes() {
        var channels = List.of(320, 640, 1280, 1280);
        assertEquals("sd_v1", baseVersion(UNetConfig.of(64, channels, ATTENTION, 2, 768, 8, 32)));
        assertEquals("sd_v1", baseVersion(UNetConfig.of(96, channels, ATTENTION, 2, 768, 8, 32)), "of 768 pixels");
        String own = "pinhua_01234567";
        assertEquals(own, baseVersion(UNetConfig.of(64, channels, ATTENTION, 2, 1024, 8, 32)), "another text");
        assertEquals(own, baseVersion(UNetConfig.of(64, channels, ATTENTION, 2, 768, 16, 32)), "other heads");
        assertEquals(own, baseVersion(UNetConfig.of(64, channels, ATTENTION, 1, 768, 8, 32)), "fewer layers");
        assertEquals(own, baseVersion(UNetConfig.of(16, List.of(64, 128, 192, 192), ATTENTION, 2, 768, 8, 32)));
    }
}
