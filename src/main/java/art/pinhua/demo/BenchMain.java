package art.pinhua.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// `./pinhua bench start`: how long the product takes to be ready, on a fresh and on a used data folder, and the memory
/// of its processes. Prints rows of Markdown.
public final class BenchMain {
    private static final int ROUNDS = 3;

    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Files.createTempDirectory("pinhua-bench");
        Path repository = Path.of("").toAbsolutePath();
        System.out.println("| start | seconds to ready | application RSS, MB | engine RSS, MB |");
        System.out.println("|---|---|---|---|");
        for (int round = 0; round <= ROUNDS; round++) {
            long began = System.nanoTime();
            try (var app = AppProcess.start(repository, data, AppProcess.WITHOUT_LIMITS)) {
                double seconds = (System.nanoTime() - began) / 1e9;
                long engine = 0;
                for (ProcessHandle child : app.handle().children().toList()) {
                    engine = Math.max(engine, residentMegabytes(child.pid()));
                }
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.1f | %d | %d |%n",
                        round == 0 ? "first (database is made)" : "again",
                        seconds,
                        residentMegabytes(app.handle().pid()),
                        engine);
            }
        }
    }

    /// From Linux's process file system; 0 elsewhere and for a process that has ended.
    private static long residentMegabytes(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> line.replaceAll("\\D", ""))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(0)
                / 1024;
    }
}
