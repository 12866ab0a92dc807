package art.pinhua.platform.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/// Where the database is, who owns the tables (Flyway) and who works with them (the restricted role `pinhua_app`).
public record DatabaseAccess(String url, Credentials owner, Credentials app) {
    /// The role of the running application: it can neither make tables nor change facts.
    public static final String APP_ROLE = "pinhua_app";

    /// The cluster in this folder, started when it does not run.
    public static DatabaseAccess embedded(Path folder) {
        var postgres = EmbeddedPostgres.start(folder);
        return postgres.access(EmbeddedPostgres.DATABASE);
    }

    /// A server of the operator, found usable. One login may do both: migrations run as the owner, the application
    /// always as `pinhua_app`.
    ///
    /// @throws art.pinhua.platform.CannotStart when it cannot be reached or the owner lacks a right
    public static DatabaseAccess external(
            String url, String user, String password, String owner, String ownerPassword) {
        var ownership = new Credentials(owner, ownerPassword);
        new ExternalServer(url, ownership, user).requireUsable();
        return new DatabaseAccess(url, ownership, new Credentials(user, password));
    }

    /// A connection with the application's rights.
    public Connection connect() throws SQLException {
        var login = new Properties();
        login.setProperty("user", app.user());
        login.setProperty("password", app.password());
        return Objects.requireNonNull(new Driver().connect(url, login), url);
    }

    public Map<String, String> settings() {
        return Map.of(
                "quarkus.datasource.jdbc.url", url,
                "quarkus.datasource.username", app.user(),
                "quarkus.datasource.password", app.password(),
                "quarkus.flyway.jdbc-url", url,
                "quarkus.flyway.username", owner.user(),
                "quarkus.flyway.password", owner.password());
    }
}
