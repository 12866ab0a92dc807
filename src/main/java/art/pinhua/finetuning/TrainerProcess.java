package art.pinhua.finetuning;

import art.pinhua.training.contract.ComputeEnvironment;
import art.pinhua.training.contract.RunningTrainer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// One trainer process on one run folder; what it prints goes to `trainer.log` there.
final class TrainerProcess {

    private static final Logger LOG = Logger.getLogger(TrainerProcess.class);
    private static final String LOG_FILE = "trainer.log";
    private static final int LAST_LINES = 15;
    private static final Duration FORCED = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final long printedBefore;

    private TrainerProcess(Process process, Path log, long printedBefore) {
        this.process = process;
        this.log = log;
        this.printedBefore = printedBefore;
    }

    static TrainerProcess start(TrainerSettings settings, Path folder) {
        String java = settings.java()
                .orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        var builder = new ProcessBuilder(List.of(
                java,
                "-Xmx" + settings.heap(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-Djava.awt.headless=true",
                "-cp",
                settings.classPath().replace(':', File.pathSeparatorChar),
                settings.mainClass(),
                folder.toString()));
        builder.environment()
                .put(
                        "DJL_CACHE_DIR",
                        Path.of(settings.cache()).toAbsolutePath().normalize().toString());
        ComputeEnvironment.into(builder.environment());
        builder.redirectErrorStream(true);
        Path log = folder.resolve(LOG_FILE);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            long printedBefore = Files.exists(log) ? Files.size(log) : 0;
            var process = builder.start();
            process.getOutputStream().close();
            return new TrainerProcess(process, log, printedBefore);
        } catch (IOException e) {
            throw new UncheckedIOException("the trainer could not be started: " + e.getMessage(), e);
        }
    }

    /// Ends the trainer of an earlier attempt, should it still be there: asks first, so that it can write a checkpoint.
    /// Its start time tells it from a later process that was given the same number; its folder, from the
    /// trainer of a run whose backup was restored here while it goes on elsewhere.
    static void endOrphan(RunningTrainer trainer, Path folder, Duration patience) {
        ProcessHandle.of(trainer.pid())
                .filter(found -> RunningTrainer.of(found).equals(trainer))
                .filter(found -> worksIn(folder, found))
                .ifPresent(orphan -> {
                    LOG.warnf("ending trainer %d of an earlier attempt", trainer.pid());
                    orphan.destroy();
                    if (!gone(orphan, patience)) {
                        orphan.destroyForcibly();
                        if (!gone(orphan, FORCED)) {
                            throw new IllegalStateException("trainer " + trainer.pid() + " cannot be ended");
                        }
                    }
                });
    }

    /// By its last argument. Number and start must do where the system tells no arguments: of another
    /// person's process, or when they are too long.
    private static boolean worksIn(Path folder, ProcessHandle process) {
        return process.info()
                .arguments()
                .filter(arguments -> arguments.length > 0)
                .map(arguments -> arguments[arguments.length - 1].equals(folder.toString()))
                .orElse(true);
    }

    private static boolean gone(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for trainer " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    RunningTrainer identity() {
        return RunningTrainer.of(process.toHandle());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /// Asks it to end its step and write a checkpoint; ends it when that takes too long.
    void stop(Duration patience) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warnf("trainer %d did not stop within %s", process.pid(), patience);
            kill();
        }
    }

    /// Asks it to stop and does not wait.
    void ask() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(FORCED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The end of what it printed, for the person who wonders why it failed; the log has the words of earlier ones too.
    String lastWords() {
        try {
            byte[] printed = Files.readAllBytes(log);
            int from = (int) Math.min(printedBefore, printed.length);
            var lines = new String(printed, from, printed.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}
