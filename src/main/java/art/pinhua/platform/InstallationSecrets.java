package art.pinhua.platform;

import art.pinhua.platform.sql.Sql;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Keys of cookies and tokens. They lie in the database, so that every process of an installation has the same ones
/// without a folder in common. One that an earlier version kept in the data folder moves there when it is first needed.
@Singleton
public class InstallationSecrets {
    static final String OIDC_CLIENT = "oidc-client";
    private static final int EARLY = 100;

    private final Sql sql;
    private final DataFolder data;

    public InstallationSecrets(Sql sql, DataFolder data) {
        this.sql = sql;
        this.data = data;
    }

    /// A random word, made at the first need: of two processes that need it together, one decides.
    public String secret(String name) {
        return sql.first("select value from secret where name = ?", row -> row.getString(1), name)
                .orElseGet(() -> store(name, data.secret(name)));
    }

    private String store(String name, String value) {
        sql.update("insert into secret (name, value) values (?, ?) on conflict (name) do nothing", name, value);
        return sql.one("select value from secret where name = ?", row -> row.getString(1), name);
    }

    /// What this installation has with another provider stays where the operator keeps it.
    void keepTheClientSecret(
            @Observes @Priority(EARLY) StartupEvent event,
            @ConfigProperty(name = "pinhua.role") String role,
            @ConfigProperty(name = "pinhua.public-url") String publicUrl,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> provider,
            @ConfigProperty(name = "quarkus.oidc.credentials.secret") String clientSecret) {
        var bundled = publicUrl + DataFolder.BUNDLED_PROVIDER;
        boolean ours = FirstStart.chose() || provider.orElse(bundled).equals(bundled);
        if (ours && !role.equals("worker") && clientSecret.length() >= 32) {
            store(OIDC_CLIENT, clientSecret);
        }
        FirstStart.stored();
    }
}
