package art.pinhua.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The packaged application as a process of its own, on a data folder of its own, started as `./pinhua up`
/// starts it, whatever installation the environment is set up for ([OwnSettings]).
public final class AppProcess implements AutoCloseable {
    static final Path JAR = Path.of("src/target/quarkus-app/quarkus-run.jar");
    /// Little compilation: what a short life wants.
    private static final List<String> SHORT_LIFE = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    /// With the end of its line: what is there before may be a part of the address.
    private static final Pattern INVITATION = Pattern.compile("(\\S+/idp/invite\\?token=\\S+)\\s");

    /// It is printed beside the first answers.
    private static final Duration INVITING = Duration.ofMinutes(3);

    /// A stop takes seconds; whoever is killed leaves PostgreSQL behind.
    private static final Duration STOPPING = Duration.ofMinutes(2);

    /// Between the choice of a port and its opening another process may take it.
    private static final int PORT_TRIES = 3;

    /// Simulated people share one address and never look.
    public static final Map<String, String> WITHOUT_LIMITS = Map.of("PINHUA_LIMITS_ENABLED", "false");

    private final Path data;
    private final int port;
    private final Path log;
    private Process process;
    /// Bytes of the log that are of earlier starts.
    private long logged;

    private AppProcess(Path data, int port, Path log, Process process, long logged) {
        this.data = data;
        this.port = port;
        this.log = log;
        this.process = process;
        this.logged = logged;
    }

    /// Starts on a free port and returns once the application answers that it is ready.
    ///
    /// @param repository the folder that holds `pinhua`
    /// @param data       the data folder; made when absent
    /// @param settings   further settings, as environment variables
    public static AppProcess start(Path repository, Path data, Map<String, String> settings)
            throws IOException, InterruptedException {
        return start(repository, data, SHORT_LIFE, settings);
    }

    /// As [#start(Path, Path, Map)], with other options of the Java machine; with none it is as `./pinhua up` starts
    /// it.
    public static AppProcess start(Path repository, Path data, List<String> options, Map<String, String> settings)
            throws IOException, InterruptedException {
        Files.createDirectories(data);
        var wanted = settings.get("QUARKUS_HTTP_PORT");
        if (wanted != null) {
            return start(repository, data, Integer.parseInt(wanted), options, settings);
        }
        for (int tries = 1; ; tries++) {
            int port = freePort();
            try {
                return start(repository, data, port, options, settings);
            } catch (IOException e) {
                if (tries == PORT_TRIES || !wasTaken(port, e)) {
                    throw e;
                }
            }
        }
    }

    private static AppProcess start(
            Path repository, Path data, int port, List<String> options, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path log = data.resolve("app.log");
        long logged = size(log);
        var app = new AppProcess(data, port, log, launch(repository, data, port, log, options, settings), logged);
        try {
            app.awaitReady();
        } catch (IOException | InterruptedException e) {
            app.close(); // else it keeps the processor busy
            throw e;
        }
        return app;
    }

    private static boolean wasTaken(int port, IOException failure) {
        var words = String.valueOf(failure.getMessage());
        return words.contains("port " + port + " cannot be opened")
                || words.contains("Port " + port + " seems to be in use");
    }

    /// Whether starts are shortened by a cache; the script makes it.
    public static boolean hasStartCache(Path repository) throws IOException {
        return !StartCache.options(repository, JAR).isEmpty();
    }

    private static Process launch(
            Path repository, Path data, int port, Path log, List<String> options, Map<String, String> settings)
            throws IOException {
        if (!Files.exists(repository.resolve(JAR))) {
            throw new IOException(repository.resolve(JAR) + " is missing: build first (./pinhua up or mvn package)");
        }
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(StartCache.options(repository, JAR));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString())); // from the repository, as the script names it
        var builder = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        OwnSettings.settle(builder.environment(), data, port);
        builder.environment().putAll(settings);
        return builder.start();
    }

    public URI address() {
        return URI.create("http://localhost:" + port);
    }

    public Path log() {
        return log;
    }

    public Path data() {
        return data;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /// The one-time address with which the first administrator chooses a password; printed at every start until then.
    /// The log holds those of earlier starts too, which work no more.
    public URI invitation() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + INVITING.toNanos();
        while (true) {
            byte[] all = Files.readAllBytes(log);
            var found = INVITATION.matcher(
                    new String(all, (int) logged, all.length - (int) logged, StandardCharsets.UTF_8));
            if (found.find()) {
                return URI.create(found.group(1));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("no invitation for the administrator in " + log);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// kill -9 of the application alone; PostgreSQL and the engine notice by themselves.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// SIGTERM, as Ctrl-C or a service manager sends it. Returns at once.
    public void ask() {
        process.destroy();
    }

    /// @return its exit status
    public int awaitExit(Duration patience) throws IOException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(
                    "the application did not end within " + patience.toSeconds() + " s:\n" + Readiness.tail(log));
        }
        return process.exitValue();
    }

    /// Starts again on the same data folder and port.
    public void restart(Path repository, Map<String, String> settings) throws IOException, InterruptedException {
        logged = size(log);
        process = launch(repository, data, port, log, SHORT_LIFE, settings);
        awaitReady();
    }

    private static long size(Path log) throws IOException {
        return Files.exists(log) ? Files.size(log) : 0;
    }

    private void awaitReady() throws IOException, InterruptedException {
        Readiness.await(process, address().resolve("/q/health/ready"), log);
    }

    /// A port of this machine that nobody uses now.
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String toString() {
        return address().toString();
    }

    /// SIGTERM, and a kill when that does not help within two minutes.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
