package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A process on a folder of its own never reaches the installation that its shell is set up for.
class OwnSettingsTest {
    private static final String SERVER = "jdbc:postgresql://db.example/pinhua";

    private static Map<String, String> settled(Map<String, String> inherited) {
        var environment = new HashMap<>(inherited);
        OwnSettings.settle(environment, Path.of("/tmp/own"), 4711);
        return environment;
    }

    @Test
    void nothingOfAnotherInstallationIsLeft() {
        var settled = settled(Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", SERVER,
                "QUARKUS_DATASOURCE_USERNAME", "pinhua",
                "QUARKUS_DATASOURCE_JDBC_MAX_SIZE", "4",
                "QUARKUS_FLYWAY_PASSWORD", "owner's",
                "QUARKUS_FLYWAY_MIGRATE_AT_START", "false",
                "QUARKUS_OIDC_AUTH_SERVER_URL", "https://sign-in.example",
                "QUARKUS_HTTP_HOST", "192.168.7.1",
                "PINHUA_BLOBS_STORE", "s3",
                "PINHUA_ROLE", "worker",
                "PINHUA_INTERNAL_URL", "http://192.168.7.1:8080"));
        // what is empty also hides what config/application.properties says
        assertEquals("", settled.get("QUARKUS_DATASOURCE_JDBC_URL"));
        assertEquals("", settled.get("QUARKUS_DATASOURCE_USERNAME"));
        assertEquals("", settled.get("QUARKUS_FLYWAY_PASSWORD"));
        assertEquals("", settled.get("QUARKUS_OIDC_AUTH_SERVER_URL"));
        assertFalse(settled.containsKey("QUARKUS_DATASOURCE_JDBC_MAX_SIZE"));
        assertFalse(settled.containsKey("QUARKUS_FLYWAY_MIGRATE_AT_START"));
        assertEquals("0.0.0.0", settled.get("QUARKUS_HTTP_HOST"), "else localhost would not answer");
        assertEquals("folder", settled.get("PINHUA_BLOBS_STORE"));
        assertEquals("both", settled.get("PINHUA_ROLE"));
        assertEquals("http://127.0.0.1:4711", settled.get("PINHUA_INTERNAL_URL"));
    }

    @Test
    void whatIsNoMatterOfAnInstallationStays() {
        var kept = Map.of(
                "PATH", "/usr/bin",
                "PINHUA_STARTER_FOLDER", "training/models/starter-64",
                "PINHUA_ENGINE_CACHE", "target/djl",
                "PINHUA_TRAINER_SAMPLE_PROMPTS", "2",
                "QUARKUS_SHUTDOWN_DELAY", "100ms");
        var settled = settled(kept);
        assertTrue(settled.entrySet().containsAll(kept.entrySet()), settled::toString);
        assertEquals("/tmp/own", settled.get("PINHUA_DATA"));
        assertEquals("4711", settled.get("QUARKUS_HTTP_PORT"));
        assertEquals("http://localhost:4711", settled.get("PINHUA_PUBLIC_URL"));
    }

    @Test
    void commandsThatStartSuchProcessesRefuseAServer() {
        assertEquals(Optional.empty(), OwnSettings.refusal(Map.of()));
        assertEquals(Optional.empty(), OwnSettings.refusal(Map.of("QUARKUS_DATASOURCE_JDBC_URL", "")));
        var refusal = OwnSettings.refusal(Map.of("QUARKUS_DATASOURCE_JDBC_URL", SERVER));
        assertTrue(refusal.orElseThrow().contains("QUARKUS_DATASOURCE_JDBC_URL"));
    }
}
