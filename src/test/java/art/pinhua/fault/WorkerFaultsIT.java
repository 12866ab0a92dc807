package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workers that die of their job (row 22), and clocks that jump (row 16).
@Tag("slow")
class WorkerFaultsIT {
    /// Debian's package `libfaketime`; other systems keep it elsewhere.
    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    @TempDir
    Path folder;

    @Test
    void aJobThatKillsItsWorkersEndsDeadWithAReason() throws Exception {
        try (var faults = new VoteFaults(folder, 22)) {
            var generation = faults.paint();
            int deaths = 0;
            long began = System.nanoTime();
            while (deaths < 10 && !faults.state(generation).equals("FAILED")) {
                var victim = faults.owner(generation);
                faults.house().process(victim).kill();
                deaths++;
                var back = CompletableFuture.runAsync(() -> restart(faults.house(), victim));
                int before = deaths;
                VoteFaults.await(
                        "another attempt, or the end",
                        () -> faults.state(generation).equals("FAILED")
                                || faults.ask("select count(distinct attempt) from fault_log where state = 'RUNNING'"
                                                + " and subject = '" + generation + "'")
                                        > before);
                // an attempt that is the last one says so before it draws
                VoteFaults.await("it draws, or it was the last", () -> drawsOrEnded(faults, generation));
                if (!faults.owner(generation).equals(victim)) {
                    continue;
                }
                back.get(10, TimeUnit.MINUTES);
            }
            var took = Duration.ofNanos(System.nanoTime() - began);
            assertEquals(3, deaths, "the fourth attempt is not begun");
            assertEquals(
                    1,
                    faults.ask("select count(*) from job where state = 'DEAD' and message like '%died 3 times%'"
                            + " and subject_id = '" + generation + "'"));
            FaultReport.row(
                    22,
                    "a job that kills each of its workers",
                    "dead with its reason after " + deaths + " deaths, " + FaultReport.seconds(took)
                            + " with the restarts");
            faults.prove();
        }
    }

    /// Its claim is the first thing that an attempt writes about the job, a step is the second.
    private static boolean drawsOrEnded(VoteFaults faults, String generation) throws Exception {
        return faults.state(generation).equals("FAILED")
                || faults.ask("select count(*) from fault_log where what = 'job' and state = 'RUNNING'"
                                + " and subject = '" + generation + "' and attempt ="
                                + " (select max(attempt) from fault_log where subject = '" + generation + "')")
                        > 1;
    }

    private static void restart(House house, String name) {
        try {
            house.restart(name);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void clocksThatJumpCostNobodyItsJob() throws Exception {
        assertTrue(Files.exists(FAKETIME), "install libfaketime: " + FAKETIME + " is missing");
        var clock = Files.writeString(folder.resolve("clock"), "+0");
        try (var faults = new VoteFaults(folder.resolve("house"), 16)) {
            var jumping = faults.house()
                    .start(
                            "worker3",
                            "worker",
                            Map.of(
                                    "LD_PRELOAD",
                                    FAKETIME.toString(),
                                    "FAKETIME_TIMESTAMP_FILE",
                                    clock.toString(),
                                    "FAKETIME_CACHE_DURATION",
                                    "1",
                                    "FAKETIME_DONT_FAKE_MONOTONIC",
                                    "1",
                                    // else every timed wait of the JVM returns at once, and two hours ahead they spin
                                    "FAKETIME_FORCE_MONOTONIC_FIX",
                                    "0"));
            for (var jump : new String[] {"+7200", "-3600"}) {
                Files.writeString(clock, jump);
                var generation = faults.paint();
                var owner = faults.owner(generation);
                VoteFaults.await("it is drawn", () -> faults.state(generation).equals("DONE"));
                assertEquals(
                        1,
                        faults.ask("select max(attempt) from job where subject_id = '" + generation + "'"),
                        () -> "taken from " + owner + " though it lived");
                TimeUnit.SECONDS.sleep(6);
            }
            assertTrue(jumping.handle().isAlive());
            assertEquals(0, faults.ask("select count(*) from job where failures > 0"));
            assertEquals(
                    0, faults.ask("select count(*) from job where ended_at < started_at or started_at < created_at"));
            FaultReport.row(
                    16,
                    "a worker's clock jumps by +2 h, then −1 h",
                    "0 jobs taken from a worker that lived," + " no negative times");
            faults.prove();
        }
    }
}
