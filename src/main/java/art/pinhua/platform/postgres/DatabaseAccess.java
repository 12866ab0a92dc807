package art.pinhua.platform.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.postgresql.Driver;

/// Where the database is, who owns the tables (Flyway) and who works with them (a restricted role).
public record DatabaseAccess(String url, Credentials owner, Credentials app) {
    /// The role of the running application: it can neither make tables nor change facts.
    public static final String APP_ROLE = "pinhua_app";

    /// The narrower roles: one for each part of the application, and one that unlinks raters.
    static final List<String> NARROW_ROLES = List.of("pinhua_web", "pinhua_worker", "pinhua_eraser");

    /// The role of a process by its part: `web`, `worker` or `both`.
    public static String roleOf(String part) {
        return part.equals("both") ? APP_ROLE : "pinhua_" + part;
    }

    /// The cluster in this folder, started when it does not run.
    public static DatabaseAccess embedded(Path folder) {
        var postgres = EmbeddedPostgres.start(folder);
        return postgres.access(EmbeddedPostgres.DATABASE);
    }

    /// A server of the operator, found usable. One login may do both: migrations run as the owner, the application
    /// always as one of its restricted roles.
    ///
    /// @param part     `web`, `worker` or `both`
    /// @param migrates whether this process runs migrations; if not, its owner is not asked for
    ///
    /// @throws art.pinhua.platform.CannotStart when it cannot be reached or the owner lacks a right
    public static DatabaseAccess external(
            String url,
            String user,
            String password,
            String owner,
            String ownerPassword,
            String part,
            boolean migrates) {
        var ownership = new Credentials(owner, ownerPassword);
        var login = new Credentials(user, password);
        new ExternalServer(url, migrates ? ownership : login, user, roleOf(part)).requireUsable(migrates);
        return new DatabaseAccess(url, migrates ? ownership : login, login);
    }

    /// A connection with the application's login.
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
