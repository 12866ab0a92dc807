package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunConfig.Objective;
import art.pinhua.training.contract.RunConfig.ObjectiveKind;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A step whose batch goes through the denoiser in parts is the step of the whole batch.
class StepInPartsTest {
    /// Until the adapter changes something, half of its matrices have no gradient, and nothing holds it.
    private static final int BEFORE = 4;

    /// Of the first moments that a gradient becomes a part of.
    private static final double MEMORY = .9;

    /// Groups have two or three.
    private static final int PICTURES_AT_ONCE = 3;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @TempDir
    Path parent;

    static List<Objective> objectives() {
        return List.of(
                new Objective(ObjectiveKind.SFT, null, 0, 0, null),
                new Objective(ObjectiveKind.PL_DPO, null, .9, .5, 20.0));
    }

    private static long places() {
        int side = UNetConfig.parse(Fixtures.json("pipeline/unet/config.json")).sampleSize();
        return (long) side * side;
    }

    /// A run on all groups in each step; they do not weigh the same.
    private RunConfig config(Objective objective) throws IOException {
        RunConfig plain = SmallRun.other(
                SmallRun.in(parent, 2).config(BEFORE, 0, 5e-3, RunConfig.StopRules.USUAL), null, objective);
        return new RunConfig(
                plain.runId(),
                plain.seed(),
                plain.base(),
                null,
                plain.snapshot(),
                plain.objective(),
                plain.lora(),
                plain.optimiser(),
                4,
                plain.steps(),
                plain.checkpointEvery(),
                plain.sampleEvery(),
                plain.samplePrompts(),
                plain.threads(),
                plain.device(),
                plain.stopRules(),
                plain.sampling());
    }

    private void copyState(StepRehearsal from, StepRehearsal to) {
        SequencedMap<String, NDArray> sources = from.training().state();
        SequencedMap<String, NDArray> targets = to.training().state();
        assertEquals(List.copyOf(sources.keySet()), List.copyOf(targets.keySet()));
        tensors.step(false, () -> {
            tensors.copyInto(List.copyOf(targets.values()), List.copyOf(sources.values()));
            return null;
        });
        to.training().restore(from.training().numbers());
    }

    private Map<String, float[]> firstMoments(StepRehearsal rehearsal) {
        var moments = new TreeMap<String, float[]>();
        rehearsal.training().state().forEach((name, array) -> {
            if (name.startsWith("first/")) {
                moments.put(name, tensors.toFloats(array));
            }
        });
        return moments;
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void lossAndGradientAreThoseOfTheWhole(Objective objective) throws IOException {
        RunConfig config = config(objective);
        var passes = new ArrayList<Integer>();
        try (var whole = new StepRehearsal(tensors, config);
                var parts = new StepRehearsal(
                        tensors, config, PICTURES_AT_ONCE * places(), (done, total) -> passes.add(done))) {
            for (int step = 0; step < BEFORE; step++) {
                whole.step(step);
            }
            copyState(whole, parts);
            Map<String, float[]> before = firstMoments(whole);
            StepRehearsal.Taken taken = whole.step(BEFORE);
            StepRehearsal.Taken inParts = parts.step(BEFORE);
            assertFalse(passes.isEmpty(), "nothing is told between passes where there is one");
            assertEquals(1, inParts.loss() / taken.loss(), 1e-5);
            assertEquals(1, inParts.winnerError() / taken.winnerError(), 1e-5);
            assertEquals(1, inParts.gradNorm() / taken.gradNorm(), 1e-4);
            assertSameGradients(before, firstMoments(whole), firstMoments(parts));
        }
    }

    /// @param before what both began with
    private static void assertSameGradients(
            Map<String, float[]> before, Map<String, float[]> whole, Map<String, float[]> parts) {
        double largest = 0;
        double difference = 0;
        for (String name : before.keySet()) {
            float[] began = before.getOrDefault(name, new float[0]);
            float[] one = whole.getOrDefault(name, new float[0]);
            float[] other = parts.getOrDefault(name, new float[0]);
            assertEquals(one.length, other.length);
            for (int i = 0; i < began.length; i++) {
                largest = Math.max(largest, Math.abs(one[i] - MEMORY * began[i]));
                difference = Math.max(difference, Math.abs(one[i] - other[i]));
            }
        }
        double worst = difference / largest;
        assertTrue(largest > 0 && worst < 1e-4, () -> "a gradient differs by " + worst + " of the largest");
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void noPassTakesMoreThanTheBound(Objective objective) throws IOException {
        var told = new ArrayList<Integer>(List.of(0));
        var totals = new ArrayList<Integer>();
        try (var parts = new StepRehearsal(tensors, config(objective), PICTURES_AT_ONCE * places(), (done, total) -> {
            told.add(done);
            totals.add(total);
        })) {
            parts.step(0);
            int pictures = parts.lesson(0).images().size();
            boolean preference = objective.kind() == ObjectiveKind.PL_DPO;
            assertEquals(preference ? 2 * pictures + 4 : pictures, totals.getFirst(), "both networks, and the anchor");
        }
        told.add(totals.getFirst());
        for (int i = 1; i < told.size(); i++) {
            int pass = told.get(i) - told.get(i - 1);
            assertTrue(pass > 0 && pass <= PICTURES_AT_ONCE, told.toString());
        }
    }

    /// Of β, which follows the reference's errors, nothing must stay of the step that was ended.
    @Test
    void aStepThatIsEndedInTheMiddleIsTakenAnew() throws IOException {
        SmallRun whole = SmallRun.in(parent, 5);
        SmallRun twin = whole.twin(parent);
        LoraRun.run(whole.folder(), new StopRequest());

        var asked = new AtomicInteger();
        var inTheThirdStep = new StopRequest(() -> twin.told(RunEvent.Step.class) >= 2 && asked.incrementAndGet() > 1);
        assertFalse(LoraRun.run(twin.folder(), inTheThirdStep));
        assertEquals(new RunEvent.Cancelled(2), RunFiles.events(twin.folder()).getLast());
        assertEquals(2, asked.get(), "before the third step, and in it");
        assertTrue(LoraRun.run(twin.folder(), new StopRequest()));
        assertEquals(2, twin.events(RunEvent.Started.class).getLast().step());
        assertEquals(whole.adapterDigest(), twin.adapterDigest());
    }
}
