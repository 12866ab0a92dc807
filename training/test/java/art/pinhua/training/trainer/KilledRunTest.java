package art.pinhua.training.trainer;

import static art.pinhua.training.JavaProcess.finish;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.JavaProcess;
import art.pinhua.training.TrainMain;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs as processes of their own, ended from outside.
class KilledRunTest {
    private static final int STEPS = 8;

    @TempDir
    Path parent;

    private static Process start(SmallRun run) throws IOException {
        return JavaProcess.started(
                run.folder().resolve("process.log"),
                TrainMain.class,
                run.folder().toString());
    }

    private static void awaitSteps(SmallRun run, Process process, int steps) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (stepsTaken(run) < steps) {
            assertTrue(
                    process.isAlive() && System.nanoTime() < deadline,
                    () -> "the process did not get to step " + steps + ": " + log(run));
            Thread.sleep(20);
        }
    }

    private static String log(SmallRun run) {
        try {
            return Files.readString(run.folder().resolve("process.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static long stepsTaken(SmallRun run) throws IOException {
        return RunFiles.events(run.folder()).stream()
                .filter(RunEvent.Step.class::isInstance)
                .count();
    }

    @Test
    void killedRunContinuesToTheSameBytes() throws Exception {
        SmallRun whole = SmallRun.in(parent, STEPS);
        SmallRun killed = whole.twin(parent);
        Process undisturbed = start(whole);
        assertEquals(0, finish(undisturbed), () -> log(whole));

        int step = ThreadLocalRandom.current().nextInt(1, STEPS - 2);
        Process victim = start(killed);
        awaitSteps(killed, victim, step);
        victim.destroyForcibly();
        assertEquals(128 + 9, finish(victim));
        assertFalse(Files.exists(killed.folder().resolve(RunFiles.ADAPTER)), "killed at " + step);

        Process resumed = start(killed);
        assertEquals(0, finish(resumed), () -> log(killed));
        assertEquals(whole.adapterDigest(), killed.adapterDigest(), "killed at step " + step);
        List<RunEvent> events = RunFiles.events(killed.folder());
        assertInstanceOf(RunEvent.Done.class, events.getLast());
    }

    @Test
    void terminatedRunWritesACheckpointAndContinues() throws Exception {
        SmallRun run = SmallRun.in(parent, STEPS);
        Process process = start(run);
        awaitSteps(run, process, 2);
        process.destroy();
        assertEquals(128 + 15, finish(process), () -> log(run));
        var cancelled = assertInstanceOf(
                RunEvent.Cancelled.class, RunFiles.events(run.folder()).getLast(), () -> log(run));
        assertTrue(cancelled.step() >= 2 && cancelled.step() < STEPS, "cancelled at " + cancelled.step());

        Process resumed = start(run);
        awaitSteps(run, resumed, cancelled.step() + 1);
        var started = RunFiles.events(run.folder()).stream()
                .filter(RunEvent.Started.class::isInstance)
                .map(RunEvent.Started.class::cast)
                .toList();
        assertEquals(cancelled.step(), started.getLast().step());
        assertEquals(0, finish(resumed), () -> log(run));
    }
}
