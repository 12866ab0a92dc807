package art.pinhua.demo;

import art.pinhua.training.measure.TemporaryFolder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Makes the cache that shortens later starts: runs the application once on a folder that is thrown away, and lets the
/// Java machine keep the classes it loaded, linked, with what it learnt of their methods. The cache belongs to this
/// build and this Java; the script throws it away with either.
public final class StartCacheMain {
    /// Without the engine, which has no part in it.
    private static final Map<String, String> SETTINGS = Map.of("PINHUA_ENGINE_WARM", "false");
    /// What the first visitor asks for.
    private static final List<String> PAGES = List.of("/q/health/ready", "/", "/api/me", "/api/system", "/api/rater");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private StartCacheMain() {}

    /// @param arguments the file to make
    public static void main(String[] arguments) throws Exception {
        // told to stop, it leaves no application behind
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().children().forEach(ProcessHandle::destroy), "start-cache-stop"));
        make(Path.of("").toAbsolutePath(), Path.of(arguments[0]).toAbsolutePath());
    }

    static void make(Path repository, Path cache) throws IOException, InterruptedException {
        Path draft = cache.resolveSibling(
                cache.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(cache); // it may be of another build
        try (var folder = TemporaryFolder.make("pinhua-start-cache")) {
            Path data = folder.path();
            AppProcess.start(repository, data, List.of(), SETTINGS).close(); // a later start makes no database
            try (var app = AppProcess.start(repository, data, List.of("-XX:AOTCacheOutput=" + draft), SETTINGS)) {
                for (String page : PAGES) {
                    visit(app.address().resolve(page));
                }
                app.ask();
                app.awaitExit(PATIENCE); // the Java machine writes the cache on its way out
            }
            if (!Files.exists(draft)) {
                throw new IOException("the Java machine wrote no cache:\n" + Readiness.tail(data.resolve("app.log")));
            }
            Files.move(draft, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /// Whatever the answer is.
    private static void visit(URI address) throws IOException {
        var connection = (HttpURLConnection) address.toURL().openConnection();
        try {
            connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
