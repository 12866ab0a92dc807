package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig.StopRules;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that end by a rule before their last step.
class EarlyStopTest {
    private static final int STEPS = 40;

    @TempDir
    Path parent;

    private static EarlyStop finish(SmallRun run) throws IOException {
        assertTrue(LoraRun.run(run.folder(), new StopRequest()));
        RunEvent.Done done = run.events(RunEvent.Done.class).getLast();
        RunEvent.Stopped stopped = run.events(RunEvent.Stopped.class).getLast();
        assertEquals(stopped.step(), done.step());
        assertInstanceOf(RunEvent.Done.class, RunFiles.events(run.folder()).getLast());
        assertTrue(done.step() < STEPS, "stopped at " + done.step());
        assertEquals(done.step(), manifest(run).get("steps").getAsInt());
        JsonObject told = manifest(run).getAsJsonObject("stoppedEarly");
        assertEquals(stopped.reason().rule().name(), told.get("rule").getAsString());
        assertEquals(stopped.reason().message(), told.get("message").getAsString());
        return stopped.reason();
    }

    private static JsonObject manifest(SmallRun run) throws IOException {
        return JsonParser.parseString(Files.readString(run.folder().resolve("manifest.json")))
                .getAsJsonObject();
    }

    /// The same run interrupted on its way stops for the same reason with the same bytes, and says so again when
    /// it is started once more.
    private void checkInterrupted(SmallRun whole, EarlyStop reason, int after) throws Exception {
        SmallRun twin = whole.twin(parent);
        twin.trainUntil(after);
        assertEquals(reason, finish(twin));
        assertEquals(whole.adapterDigest(), twin.adapterDigest());
        assertEquals(reason, finish(twin));
        assertEquals(whole.adapterDigest(), twin.adapterDigest());
    }

    @Test
    void absurdLearningRateStopsAtTheDriftOfTheWeights() throws Exception {
        SmallRun run = SmallRun.in(parent, STEPS);
        run.write(run.config(STEPS, 0, .9, StopRules.USUAL));
        EarlyStop reason = finish(run);
        assertEquals(EarlyStop.StopRule.DRIFT, reason.rule());
        assertTrue(reason.measured() > StopRules.USUAL.drift(), () -> reason.toString());
        assertTrue(String.valueOf(reason.layer()).contains("to_"), () -> reason.toString());
        assertEquals(
                reason.measured(), run.events(RunEvent.Drift.class).getLast().ratio());
        checkInterrupted(run, reason, 4);
    }

    @Test
    void trainingPairsLearnedWithoutGainStopTheRun() throws Exception {
        SmallRun run = SmallRun.in(parent, STEPS);
        var easilyAlarmed = new StopRules(100, 50, 100, .01, 2); // one right training pair is "by heart"
        run.write(run.config(STEPS, 3, 1e-3, easilyAlarmed));
        EarlyStop reason = finish(run);
        assertEquals(EarlyStop.StopRule.OVERFITTING, reason.rule());
        assertTrue(reason.measured() > .01, () -> reason.toString());
        assertEquals(0, run.events(RunEvent.Done.class).getLast().step() % 3, "found at a measurement");
        checkInterrupted(run, reason, 4);
    }

    @Test
    void runThatGoesToItsLastStepWasNotStoppedEarly() throws IOException {
        SmallRun run = SmallRun.in(parent, 10);
        run.write(run.config(10, 0, .9, StopRules.USUAL)); // breaks the rule with its last step
        assertTrue(LoraRun.run(run.folder(), new StopRequest()));
        assertEquals(0, run.events(RunEvent.Stopped.class).size());
        assertTrue(manifest(run).get("stoppedEarly").isJsonNull());
        assertTrue(manifest(run).get("drift").getAsDouble() > StopRules.USUAL.drift(), "the rule was kept");
        assertNull(run.events(RunEvent.Heldout.class).stream()
                .filter(event -> event.step() < 10)
                .findAny()
                .orElse(null));
    }
}
