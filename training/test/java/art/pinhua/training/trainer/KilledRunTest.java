package art.pinhua.training.trainer;

import static art.pinhua.training.JavaProcess.finish;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs as processes of their own, ended from outside.
class KilledRunTest {
    private static final int STEPS = 8;
    private static final int TRIES = 5;

    /// Steps of a small run between checkpoints.
    private static final int SAVED = 3;

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
        boolean alive = process.isAlive(); // asked first: what was told before the end counts
        while (stepsTaken(run) < steps) {
            assertTrue(
                    alive && System.nanoTime() < deadline,
                    () -> "the process did not get to step " + steps + ": " + log(run));
            Thread.sleep(20);
            alive = process.isAlive();
        }
    }

    /// A twin that was ended from outside after so many steps. A machine that stands still in between
    /// ends it too late: then another one.
    /// @param status that its process ends with
    private SmallRun ended(SmallRun whole, int steps, Consumer<Process> end, int status) throws Exception {
        for (int tries = 0; tries < TRIES; tries++) {
            SmallRun run = whole.twin(parent.resolve("try-" + tries));
            Process victim = start(run);
            awaitSteps(run, victim, steps);
            end.accept(victim);
            int found = finish(victim);
            if (!Files.exists(run.folder().resolve(RunFiles.ADAPTER))) {
                assertEquals(status, found, () -> log(run));
                return run;
            }
        }
        throw new AssertionError("ended too late " + TRIES + " times");
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
        Process undisturbed = start(whole); // beside the other one: each computes in one thread
        try {
            SmallRun killed = ended(whole, SAVED + 1, Process::destroyForcibly, 128 + 9);

            Process resumed = start(killed);
            assertEquals(0, finish(resumed), () -> log(killed));
            assertEquals(0, finish(undisturbed), () -> log(whole));
            assertEquals(whole.adapterDigest(), killed.adapterDigest());
            assertTrue(killed.events(RunEvent.Started.class).getLast().step() >= SAVED, "it began anew");
            List<RunEvent> events = RunFiles.events(killed.folder());
            assertInstanceOf(RunEvent.Done.class, events.getLast());
        } finally {
            undisturbed.destroyForcibly();
        }
    }

    @Test
    void terminatedRunWritesACheckpointAndContinues() throws Exception {
        SmallRun run = ended(SmallRun.in(parent, STEPS), 2, Process::destroy, 128 + 15);
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
