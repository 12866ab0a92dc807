package art.pinhua.training.starter.training;

import static art.pinhua.training.JavaProcess.finish;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    private static final int STEPS = 60;

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

    private static void killAtFirstCheckpoint(Path folder, String stage) throws Exception {
        Process victim = start(folder);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (!TinyStarter.holdsCheckpoint(folder.resolve(stage))) {
            assertTrue(
                    victim.isAlive() && System.nanoTime() < deadline, Files.readString(folder.resolve("process.log")));
            Thread.sleep(2);
        }
        victim.destroyForcibly();
        assertEquals(128 + 9, finish(victim), stage + " was done before the kill");
    }

    @Test
    void killedTrainingContinuesToTheSameBytes() throws Exception {
        Path whole = planned(parent.resolve("whole"));
        assertEquals(0, finish(start(whole)));
        Path killed = planned(parent.resolve("killed"));
        killAtFirstCheckpoint(killed, "autoencoder");
        assertFalse(Files.exists(killed.resolve("latents.bin")), "killed too late");
        killAtFirstCheckpoint(killed, "denoiser");
        assertFalse(Files.exists(killed.resolve("export")), "killed too late");
        assertEquals(0, finish(start(killed)));
        for (String weights : List.of(TinyStarter.VAE, TinyStarter.UNET, TinyStarter.TEXT)) {
            assertArrayEquals(TinyStarter.exported(whole, weights), TinyStarter.exported(killed, weights), weights);
        }
    }
}
