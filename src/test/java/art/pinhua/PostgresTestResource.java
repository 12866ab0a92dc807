package art.pinhua;

import art.pinhua.platform.postgres.EmbeddedPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Real PostgreSQL for every `@QuarkusTest`: one cluster a JVM, one fresh database, data folder and port a start of
/// the application. No test names it: the annotation here makes it hold for all.
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
public final class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
    private static final String CLUSTERS = "pinhua.test.clusters";

    private static @Nullable EmbeddedPostgres postgres;
    private static int starts;

    @Override
    public Map<String, String> start() {
        var name = "start_" + ++starts + "_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
        cluster().createDatabase(name);
        var port = freePort();
        var settings = new HashMap<>(cluster().access(name).settings());
        // for tests that make logins, as an operator does
        settings.put("test.superuser", cluster().superuser().user());
        settings.put("test.superuser-password", cluster().superuser().password());
        settings.put("pinhua.data", Path.of("target", "test-data", name).toString());
        settings.put("quarkus.http.test-port", Integer.toString(port));
        settings.put("pinhua.public-url", "http://localhost:" + port);
        settings.put("pinhua.internal-url", "http://127.0.0.1:" + port);
        return settings;
    }

    @Override
    public void stop() {
        // the launcher's shutdown hook stops the server with the JVM
    }

    /// The cluster of this JVM, for tests that want a database without the application.
    public static synchronized EmbeddedPostgres cluster() {
        if (postgres == null) {
            postgres = launch(Path.of("target", "test-postgres-" + nextCluster()));
        }
        return postgres;
    }

    private static EmbeddedPostgres launch(Path folder) {
        try {
            var launched = EmbeddedPostgres.start(ServerPrograms.sharedByCluster(folder));
            commitWithoutTheDisk(launched);
            return launched;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("no cluster in " + folder, e);
        }
    }

    /// No commit waits for it: nobody kills this server. Tests that kill one have their own, which
    /// commits as that of the product does.
    private static void commitWithoutTheDisk(EmbeddedPostgres server) throws SQLException {
        var login = new Properties();
        login.setProperty("user", server.superuser().user());
        login.setProperty("password", server.superuser().password());
        var url = server.access("postgres").url();
        try (var connection = Objects.requireNonNull(new Driver().connect(url, login), url);
                var statement = connection.createStatement()) {
            statement.execute("alter system set synchronous_commit = off");
            statement.execute("select pg_reload_conf()");
        }
    }

    /// A test profile restarts the application in another class loader, which knows nothing of the first cluster.
    private static int nextCluster() {
        int next = Integer.getInteger(CLUSTERS, 0) + 1;
        System.setProperty(CLUSTERS, Integer.toString(next));
        return next;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
