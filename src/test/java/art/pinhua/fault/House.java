package art.pinhua.fault;

import art.pinhua.demo.AppProcess;
import art.pinhua.demo.Repository;
import art.pinhua.platform.postgres.Credentials;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// An installation to be harmed: one PostgreSQL, and several web and worker processes on it, each a process of its own.
/// The server belongs to this JVM, whose launcher starts it again when it is killed.
final class House implements AutoCloseable {
    static final String PASSWORD = "password of the house";

    private static final String LOGIN = "house_login";
    private static final String LOGIN_PASSWORD = "login-of-the-house";

    /// A lost worker is noticed within seconds; a stop waits as it usually does.
    private static final Map<String, String> QUICK = Map.of(
            "QUARKUS_SHUTDOWN_DELAY", "1s",
            "PINHUA_LIMITS_ENABLED", "false",
            "PINHUA_JOBS_HEARTBEAT", "1s",
            "PINHUA_JOBS_TRAIN_HEARTBEAT", "1s",
            "PINHUA_JOBS_WAITING", "2s",
            "PINHUA_ENGINE_WARM", "false",
            "PINHUA_DISK_RESERVE", "100M");

    private final Path folder;
    private final EmbeddedPostgres server;
    private final String database;
    private final Map<String, AppProcess> processes = new LinkedHashMap<>();
    /// Several processes start side by side.
    private final Map<String, Map<String, String>> settings = new ConcurrentHashMap<>();
    private UnaryOperator<String> route = url -> url;

    /// @param folder of this installation alone
    House(Path folder) throws IOException {
        this.folder = folder;
        // lives until this JVM ends, so it must not lie in a folder that is removed before
        var target = Files.createDirectories(Repository.root().resolve("src/target"));
        this.server = Servers.in(target);
        this.database = "house_" + ProcessHandle.current().pid() + "_" + System.nanoTime();
        server.createDatabase(database);
        // also when a test fails before it holds this house
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "house-close"));
        try {
            login();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /// A login as an operator makes it, which may work as each part of the application and owns nothing.
    private void login() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("do $$ begin create role " + LOGIN + " login password '" + LOGIN_PASSWORD
                    + "'; exception when duplicate_object then null; end $$");
            statement.execute("grant pinhua_app, pinhua_web, pinhua_worker to " + LOGIN);
        }
    }

    /// From now on new processes reach the server by another address, such as that of a [FaultProxy].
    void route(UnaryOperator<String> route) {
        this.route = route;
    }

    EmbeddedPostgres server() {
        return server;
    }

    String url() {
        return server.access(database).url();
    }

    Credentials owner() {
        return server.access(database).owner();
    }

    /// As superuser, so that nothing stands in the way of looking.
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                url(), server.superuser().user(), server.superuser().password());
    }

    /// Starts a process of a role (`web`, `worker` or `both`) and returns once it is ready.
    AppProcess start(String name, String role, Map<String, String> more) throws IOException, InterruptedException {
        var wanted = settings(name, role, more);
        settings.put(name, wanted);
        var app = AppProcess.start(Repository.root(), folder.resolve(name), wanted);
        synchronized (processes) {
            processes.put(name, app);
        }
        return app;
    }

    /// Several at once, by name and role.
    void startAll(Map<String, String> roles) throws Exception {
        var starting = new ArrayList<CompletableFuture<?>>();
        for (var each : roles.entrySet()) {
            var done = new CompletableFuture<AppProcess>();
            Thread.startVirtualThread(() -> {
                try {
                    done.complete(start(each.getKey(), each.getValue(), Map.of()));
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
            starting.add(done);
        }
        for (var each : starting) {
            each.get(10, TimeUnit.MINUTES); // longer than each start waits by itself
        }
    }

    /// Again, after it died or was stopped.
    void restart(String name) throws IOException, InterruptedException {
        process(name).restart(Repository.root(), settings.getOrDefault(name, Map.of()));
    }

    AppProcess process(String name) {
        synchronized (processes) {
            var app = processes.get(name);
            if (app == null) {
                throw new IllegalArgumentException("no process " + name + " among " + processes.keySet());
            }
            return app;
        }
    }

    List<URI> webs() {
        synchronized (processes) {
            return processes.entrySet().stream()
                    .filter(each -> each.getKey().startsWith("web"))
                    .map(each -> each.getValue().address())
                    .toList();
        }
    }

    private Map<String, String> settings(String name, String role, Map<String, String> more) {
        var access = server.access(database);
        var all = new HashMap<>(QUICK);
        all.putAll(Map.of(
                "PINHUA_ROLE",
                role,
                "PINHUA_DATA",
                folder.resolve("data").toString(),
                // the name tells in the database who wrote
                "QUARKUS_DATASOURCE_JDBC_URL",
                route.apply(access.url()) + "?ApplicationName=" + name,
                "QUARKUS_DATASOURCE_USERNAME",
                LOGIN,
                "QUARKUS_DATASOURCE_PASSWORD",
                LOGIN_PASSWORD,
                "QUARKUS_FLYWAY_USERNAME",
                access.owner().user(),
                "QUARKUS_FLYWAY_PASSWORD",
                access.owner().password()));
        all.putAll(more);
        return all;
    }

    /// A number that a process tells about itself.
    static double metric(AppProcess app, String name) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(app.address().resolve("/q/metrics")).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    static void signal(String signal, long pid) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + signal + " " + pid + " ended with " + status);
        }
    }

    @Override
    public void close() {
        synchronized (processes) {
            processes.values().parallelStream().forEach(AppProcess::close);
        }
    }
}
