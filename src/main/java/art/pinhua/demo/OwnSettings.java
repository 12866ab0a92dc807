package art.pinhua.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a process is told that works on a data folder of its own: to work there alone. The shell it is
/// started from may be set up for an installation, with another PostgreSQL, a bucket, a provider and an
/// address to listen on.
public final class OwnSettings {
    private static final List<String> OF_AN_INSTALLATION =
            List.of("QUARKUS_DATASOURCE_", "QUARKUS_FLYWAY_", "QUARKUS_OIDC_", "QUARKUS_HTTP_");

    /// As when nobody had said anything, also not in `config/application.properties`, which stands below
    /// the environment. What is empty counts as unset.
    private static final Map<String, String> UNSAID = Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL", "",
            "QUARKUS_DATASOURCE_USERNAME", "",
            "QUARKUS_DATASOURCE_PASSWORD", "",
            "QUARKUS_FLYWAY_JDBC_URL", "",
            "QUARKUS_FLYWAY_USERNAME", "",
            "QUARKUS_FLYWAY_PASSWORD", "",
            "QUARKUS_OIDC_AUTH_SERVER_URL", "",
            "QUARKUS_HTTP_HOST", "0.0.0.0",
            "PINHUA_BLOBS_STORE", "folder",
            "PINHUA_ROLE", "both");

    private static final String ADDRESS = "QUARKUS_DATASOURCE_JDBC_URL";

    private OwnSettings() {}

    /// Makes an inherited environment that of the process alone.
    static void settle(Map<String, String> environment, Path data, int port) {
        environment.keySet().removeIf(name -> OF_AN_INSTALLATION.stream().anyMatch(name::startsWith));
        environment.putAll(UNSAID);
        environment.put("PINHUA_DATA", data.toAbsolutePath().toString());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("PINHUA_PUBLIC_URL", "http://localhost:" + port);
        environment.put("PINHUA_INTERNAL_URL", "http://127.0.0.1:" + port);
    }

    /// Why a command that starts such processes does not begin: whoever named a server might believe that it
    /// is the one that is shown or measured.
    public static Optional<String> refusal(Map<String, String> environment) {
        return environment.getOrDefault(ADDRESS, "").isEmpty()
                ? Optional.empty()
                : Optional.of("this works on a database of its own, and " + ADDRESS
                        + " names another server: unset it for this command");
    }
}
