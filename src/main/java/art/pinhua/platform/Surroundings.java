package art.pinhua.platform;

import art.pinhua.platform.postgres.DatabaseAccess;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// What must stand before Quarkus starts: the database, the sign-in address, secrets. Whatever the operator configured
/// wins.
public final class Surroundings {
    private Surroundings() {}

    public static void prepare() {
        var config = ConfigProvider.getConfig();
        var data = new DataFolder(config.getValue("pinhua.data", String.class));
        prepareDatabase(config, data.folder("pg"));
        prepareSignIn(config, data);
    }

    private static void prepareDatabase(Config config, Path folder) {
        var access = configured(config, "quarkus.datasource.jdbc.url")
                .map(url -> DatabaseAccess.external(
                        url,
                        configured(config, "quarkus.datasource.username").orElse(""),
                        configured(config, "quarkus.datasource.password").orElse("")))
                .orElseGet(() -> DatabaseAccess.embedded(folder));
        access.settings().forEach((key, value) -> setUnlessConfigured(config, key, value));
    }

    /// Without another provider the application is its own: same address, a client secret kept in the data folder.
    private static void prepareSignIn(Config config, DataFolder data) {
        setUnlessConfigured(
                config,
                "quarkus.oidc.auth-server-url",
                config.getValue("pinhua.public-url", String.class) + DataFolder.BUNDLED_PROVIDER);
        setUnlessConfigured(config, "quarkus.oidc.credentials.secret", data.secret("oidc-client"));
    }

    private static void setUnlessConfigured(Config config, String key, String value) {
        if (configured(config, key).isEmpty()) {
            System.setProperty(key, value);
        }
    }

    private static Optional<String> configured(Config config, String key) {
        return config.getOptionalValue(key, String.class);
    }
}
