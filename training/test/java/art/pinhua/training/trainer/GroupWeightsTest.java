package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunConfig.Objective;
import art.pinhua.training.contract.RunConfig.ObjectiveKind;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.data.EpochOrder;
import art.pinhua.training.objective.GroupPreference.Judgement;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The weight of a group counts in every term of the loss.
class GroupWeightsTest {
    private static final Objective IMITATION = new Objective(ObjectiveKind.SFT, null, 0, 0, null);

    /// Of two groups the first one comes first in both steps.
    private static final long SEED = LongStream.iterate(1, seed -> seed + 1)
            .filter(seed -> new EpochOrder(seed, 2).at(0) == 0 && new EpochOrder(seed, 2).at(2) == 0)
            .findFirst()
            .orElseThrow();

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @TempDir
    Path parent;

    private SmallRun run;
    private List<PreferenceGroup> groups;

    @BeforeEach
    void begin() throws IOException {
        run = SmallRun.in(parent, 2);
        groups = SnapshotFiles.groups(run.snapshot());
    }

    /// β is given, because one that follows the reference's error sees all groups alike. Each
    /// preference is held by something that outweighs it.
    static List<Objective> objectives() {
        return List.of(
                IMITATION,
                new Objective(ObjectiveKind.PL_DPO, 640.0, 0, 1e3, null),
                new Objective(ObjectiveKind.PL_DPO, 640.0, 0, 0, 1e5));
    }

    /// A run on the first groups of the snapshot, all of them in each step.
    /// @param weights of the groups
    private StepRehearsal rehearsal(Objective objective, double... weights) throws IOException {
        var weighed = new ArrayList<PreferenceGroup>();
        for (int g = 0; g < weights.length; g++) {
            PreferenceGroup group = groups.get(g);
            weighed.add(new PreferenceGroup(
                    group.promptId(),
                    group.prompt(),
                    group.negativePrompt(),
                    PreferenceGroup.Split.TRAIN,
                    group.kind(),
                    group.images(),
                    weights[g],
                    group.pairs()));
        }
        SnapshotFiles.write(run.snapshot(), SnapshotFiles.manifest(run.snapshot()), weighed);
        RunConfig plain = run.config(2);
        return new StepRehearsal(
                tensors,
                new RunConfig(
                        plain.runId(),
                        SEED,
                        plain.base(),
                        null,
                        plain.snapshot(),
                        objective,
                        plain.lora(),
                        plain.optimiser(),
                        weights.length,
                        plain.steps(),
                        plain.checkpointEvery(),
                        plain.sampleEvery(),
                        plain.samplePrompts(),
                        plain.threads(),
                        plain.device(),
                        plain.stopRules(),
                        plain.sampling()));
    }

    private List<StepRehearsal.Taken> steps(Objective objective, double... weights) throws IOException {
        try (var rehearsal = rehearsal(objective, weights)) {
            return steps(rehearsal);
        }
    }

    private static List<StepRehearsal.Taken> steps(StepRehearsal rehearsal) {
        return List.of(rehearsal.step(0), rehearsal.step(1));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void aGroupThatOutweighsTheOthersDecidesAlone(Objective objective) throws IOException {
        List<StepRehearsal.Taken> alone = steps(objective, 1);
        List<StepRehearsal.Taken> outweighing = steps(objective, 1e12, 1);
        for (int step = 0; step < alone.size(); step++) {
            assertEquals(1, outweighing.get(step).loss() / alone.get(step).loss(), .01, "loss " + step);
            assertEquals(1, outweighing.get(step).gradNorm() / alone.get(step).gradNorm(), .01, "norm " + step);
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void equalWeightsAreAsNone(Objective objective) throws IOException {
        assertEquals(steps(objective, 1, 1), steps(objective, .1, .1));
    }

    /// To the bit: runs with equal weights are what they were before weights counted.
    @Test
    void groupsOfEqualWeightsCountOne() {
        for (int number = 1; number <= 100; number++) {
            var ones = new float[number];
            Arrays.fill(ones, 1);
            assertArrayEquals(ones, StudyGroup.counts(Collections.nCopies(number, group(.1))));
        }
        assertArrayEquals(new float[] {.5f, 1.5f}, StudyGroup.counts(List.of(group(1), group(3))));
    }

    private static StudyGroup group(double weight) {
        return new StudyGroup("", List.of("a", "b"), new Judgement.Order(2), 0, List.of(), weight);
    }

    @Test
    void aRunThatBeganBeforeWeightsCountedGoesOnAsItBegan() throws IOException {
        List<StepRehearsal.Taken> alike = steps(IMITATION, 1, 1);
        List<StepRehearsal.Taken> weighed = steps(IMITATION, 3, 1);
        assertNotEquals(alike, weighed);
        try (var earlier = rehearsal(IMITATION, 3, 1);
                var later = rehearsal(IMITATION, 3, 1)) {
            earlier.training().restore(Map.of()); // its checkpoints do not say
            later.training().restore(later.training().numbers());
            assertEquals(weighed, steps(later));
            assertEquals(alike, steps(earlier));
            later.training().restore(earlier.training().numbers());
            assertEquals("false", later.training().numbers().get("groupsWeighed"));
        }
    }
}
