package art.pinhua.training.starter.training;

import static art.pinhua.training.JavaProcess.finish;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trainings as processes of their own, ended from outside in both stages.
class KilledStarterTest {
    private static final int STEPS = 40;
    private static final int TRIES = 5;
    private static final int KILLED = 128 + 9;

    @TempDir
    Path parent;

    /// @param arguments the folder
    static void main(String[] arguments) throws IOException {
        System.exit(TinyStarter.run(Path.of(arguments[0]), TinyStarter.WISH) ? 0 : 3);
    }

    private static Path planned(Path folder) throws IOException {
        return TinyStarter.planned(folder, STEPS, STEPS, 1000);
    }

    private static Process start(Path folder) throws IOException {
        return JavaProcess.started(folder.resolve("process.log"), KilledStarterTest.class, folder.toString());
    }

    /// A machine that stands still in between kills too late: then another training, from its beginning.
    private Path killedInBothStages() throws Exception {
        for (int tries = 0; tries < TRIES; tries++) {
            Path folder = planned(parent.resolve("killed-" + tries));
            if (killedAtFirstCheckpoint(folder, "autoencoder", "latents.bin")
                    && killedAtFirstCheckpoint(folder, "denoiser", "export")) {
                return folder;
            }
        }
        throw new AssertionError("killed too late " + TRIES + " times");
    }

    /// @param next what comes after the stage
    /// @return whether the stage was killed, not what comes after it
    private static boolean killedAtFirstCheckpoint(Path folder, String stage, String next) throws Exception {
        Process victim = start(folder);
        Path log = folder.resolve("process.log");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (victim.isAlive() && !TinyStarter.holdsCheckpoint(folder.resolve(stage))) {
            assertTrue(System.nanoTime() < deadline, Files.readString(log));
            Thread.sleep(2);
        }
        victim.destroyForcibly();
        int status = finish(victim);
        assertTrue(status == KILLED || status == 0, Files.readString(log));
        return status == KILLED && !Files.exists(folder.resolve(next));
    }

    @Test
    void killedTrainingContinuesToTheSameBytes() throws Exception {
        Path whole = planned(parent.resolve("whole"));
        Process undisturbed = start(whole); // beside the other one: each computes in one thread
        try {
            Path killed = killedInBothStages();
            assertEquals(0, finish(start(killed)));
            TinyStarter.assertWentOn(killed);
            assertEquals(0, finish(undisturbed));
            for (String weights : List.of(TinyStarter.VAE, TinyStarter.UNET, TinyStarter.TEXT)) {
                assertArrayEquals(TinyStarter.exported(whole, weights), TinyStarter.exported(killed, weights), weights);
            }
        } finally {
            undisturbed.destroyForcibly();
        }
    }
}
