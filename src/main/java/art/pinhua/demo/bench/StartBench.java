package art.pinhua.demo.bench;

import art.pinhua.demo.ApiClient;
import art.pinhua.demo.AppProcess;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.measure.PracticeRun;
import art.pinhua.training.measure.ProcessMemory;
import art.pinhua.training.measure.Rounds;
import art.pinhua.training.measure.TemporaryFolder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How long the product takes until it is ready, on a fresh data folder and on a used one, the latter in turns with a
/// bare Quarkus application; and the memory of the product's processes.
final class StartBench {
    private static final String PASSWORD = "bench-password-42";
    private static final int PICTURES = 4;
    private static final int TRAINING_STEPS = 5;

    private final Path repository;
    private final int rounds;

    StartBench(Path repository, int rounds) {
        this.repository = repository;
        this.rounds = rounds;
    }

    /// @return Markdown
    String run() throws Exception {
        try (var folder = TemporaryFolder.make("pinhua-bench")) {
            var bare = BareApp.build(repository, folder.path().resolve("bare"));
            Path data = folder.path().resolve("data");
            double first = start(data).seconds();
            start(data); // as the following ones, not measured
            bare.launch();
            var ours = new ArrayList<Launch>();
            var theirs = new ArrayList<Launch>();
            var again =
                    Rounds.alternate(rounds, round -> noted(ours, start(data)), round -> noted(theirs, bare.launch()));
            var work = new Rounds(processorSeconds(ours), processorSeconds(theirs));
            return String.format(
                            Locale.ROOT,
                            "First start, which makes the database and unpacks libraries: %.1f s. Rounds: %d, %s the"
                                    + " cache of classes that `./pinhua up` makes once for each build. The bare"
                                    + " application has one resource and no extension but quarkus-rest, of the same"
                                    + " Quarkus, and no such cache.%n%n",
                            first,
                            rounds,
                            AppProcess.hasStartCache(repository) ? "with" : "without")
                    + "| seconds until ready, median | Pinhua | bare Quarkus | Pinhua / bare (smallest–largest) |\n"
                    + "|---|---|---|---|\n"
                    + again.row("start on a used data folder", "%.2f")
                    + work.row("the same, processor time of the process", "%.2f")
                    + memory(data, bare);
        }
    }

    /// What a start took.
    /// @param processorSeconds of all processors; other work on the machine does not change it
    record Launch(double seconds, double processorSeconds) {
        static Launch since(long began, ProcessHandle process) {
            var used = process.info().totalCpuDuration().orElse(Duration.ofNanos(1));
            return new Launch((System.nanoTime() - began) / 1e9, used.toNanos() / 1e9);
        }
    }

    private static double noted(List<Launch> launches, Launch launch) {
        launches.add(launch);
        return launch.seconds();
    }

    private static List<Double> processorSeconds(List<Launch> launches) {
        return launches.stream().map(Launch::processorSeconds).toList();
    }

    private Launch start(Path data) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (var app = AppProcess.start(repository, data, List.of(), Map.of())) {
            return Launch.since(began, app.handle());
        }
    }

    private String memory(Path data, BareApp bare) throws IOException, InterruptedException {
        var table = new StringBuilder("\n| resident memory, MB | now | peak |\n|---|---|---|\n");
        row(table, "bare Quarkus, ready", bare.memoryWhenReady());
        try (var app = AppProcess.start(repository, data, List.of(), Map.of())) {
            row(table, "application, ready", ProcessMemory.of(app.handle().pid()));
            draw(app);
            row(
                    table,
                    "application, after " + PICTURES + " pictures",
                    ProcessMemory.of(app.handle().pid()));
            for (ProcessHandle child : app.handle().children().toList()) {
                row(table, "engine, after " + PICTURES + " pictures", ProcessMemory.of(child.pid()));
            }
        }
        row(table, "trainer, %d steps of %d pairs".formatted(TRAINING_STEPS, PracticeRun.PAIRS), train(data));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, ProcessMemory memory) {
        table.append("| %s | %d | %d |%n".formatted(name, memory.now(), memory.peak()));
    }

    private static void draw(AppProcess app) throws IOException, InterruptedException {
        try (var person = new ApiClient(app.address())) {
            person.acceptInvitation(app.invitation(), "admin", PASSWORD);
            String id = person.post("/api/generations", Map.of("prompt", "夜空下穿红色长袍的人", "count", PICTURES))
                    .path("id")
                    .asText();
            JsonNode now = person.get("/api/generations/" + id);
            while (!now.path("state").asText().equals("DONE")) {
                if (now.path("state").asText().matches("FAILED|CANCELLED")) {
                    throw new IOException("the pictures ended as " + now);
                }
                TimeUnit.MILLISECONDS.sleep(200);
                now = person.get("/api/generations/" + id);
            }
        }
    }

    /// A trainer as the product starts it.
    private ProcessMemory train(Path data) throws IOException, InterruptedException {
        Path run = Files.createDirectories(data.resolveSibling("run"));
        PracticeRun.write(run, repository.resolve(ShippedModel.STARTER), TRAINING_STEPS, 2);
        Path log = run.resolve("trainer.log");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dai.djl.offline=true",
                        "-Djava.awt.headless=true",
                        "-cp",
                        "training/target/pinhua-training-0.1.0-SNAPSHOT.jar" + File.pathSeparator
                                + "training/target/engine/*",
                        "art.pinhua.training.TrainMain",
                        run.toString())
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("DJL_CACHE_DIR", data.resolve("cache/djl").toString());
        var trainer = builder.start();
        var memory = new ProcessMemory(0, 0);
        while (!trainer.waitFor(50, TimeUnit.MILLISECONDS)) {
            var seen = ProcessMemory.of(trainer.pid());
            memory = seen.peak() > 0 ? seen : memory;
        }
        if (trainer.exitValue() != 0) {
            throw new IOException("the trainer ended with " + trainer.exitValue() + ":\n" + Files.readString(log));
        }
        return memory;
    }
}
