package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.generate.ModelShelf;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an adapter predicts under the empty prompt stays where the reference has it.
class EmptyAnchorTest {
    /// After half of them the adapter has hardly begun, and prompts tell little apart.
    private static final int STEPS = 40;
    private static final int SAMPLES = 8;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @TempDir
    private Path parent;

    private RunConfig config(SmallRun run, @Nullable Double emptyAnchor) {
        return SmallRun.other(
                run.config(STEPS, 0, 5e-3, RunConfig.StopRules.USUAL),
                null,
                new RunConfig.Objective(RunConfig.ObjectiveKind.PL_DPO, null, 0, 0, emptyAnchor));
    }

    private Path trained(RunConfig config, String file) throws IOException {
        Path adapter = parent.resolve(file);
        try (var rehearsal = new StepRehearsal(tensors, config)) {
            for (int step = 0; step < STEPS; step++) {
                rehearsal.step(step);
            }
            rehearsal.writeAdapter(adapter);
        }
        return adapter;
    }

    /// Mean squared distance that an adapter moves the prediction by.
    private double moved(RunConfig config, Path adapter, String prompt) throws IOException {
        String pipeline = config.base().pipeline();
        try (var shelf = new ModelShelf(tensors, 2)) {
            float[] before = predicted(
                    shelf.painter(new ModelSource(pipeline, List.of())).networks(), prompt);
            var laid = new ModelSource.Adapter(adapter.toString(), 1);
            float[] after = predicted(
                    shelf.painter(new ModelSource(pipeline, List.of(laid))).networks(), prompt);
            double sum = 0;
            for (int i = 0; i < before.length; i++) {
                sum += (after[i] - before[i]) * (after[i] - before[i]);
            }
            return sum / before.length;
        }
    }

    private float[] predicted(Networks networks, String prompt) {
        int channels = networks.unet().config().inChannels();
        int side = networks.unet().config().sampleSize();
        var noise = new float[SAMPLES * channels * side * side];
        Counter.gaussians(5, Stream.NOISE, 0, noise);
        long[] ids = networks.tokenizer().encode(prompt).ids();
        var all = new long[SAMPLES * ids.length];
        var timesteps = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            System.arraycopy(ids, 0, all, i * ids.length, ids.length);
            timesteps[i] = 999f * i / (SAMPLES - 1);
        }
        return tensors.step(false, () -> {
            NDArray context = networks.textEncoder().encode(tensors.ofLongs(all, SAMPLES, ids.length));
            return tensors.toFloats(networks.unet()
                    .predict(
                            tensors.of(noise, SAMPLES, channels, side, side), tensors.of(timesteps, SAMPLES), context));
        });
    }

    @Test
    void theEmptyPromptStaysAndTheOthersMove() throws IOException {
        SmallRun run = SmallRun.in(parent, STEPS);
        RunConfig loose = config(run, null);
        RunConfig still = config(run, 50.0);
        Path one = trained(loose, "loose.safetensors");
        Path other = trained(still, "still.safetensors");
        double looseEmpty = moved(loose, one, "");
        double stillEmpty = moved(still, other, "");
        assertTrue(stillEmpty < looseEmpty / 4, () -> "moved by " + stillEmpty + ", without by " + looseEmpty);
        String prompt = "夜空下穿红色长袍的人";
        double looseRatio = moved(loose, one, prompt) / looseEmpty;
        double stillRatio = moved(still, other, prompt) / stillEmpty;
        assertTrue(stillRatio > looseRatio, () -> "prompt to empty prompt " + stillRatio + ", without " + looseRatio);
    }

    /// An adapter that changes nothing has nothing to be held back from.
    @Test
    void theFirstStepIsTheSame() throws IOException {
        SmallRun run = SmallRun.in(parent, STEPS);
        try (var loose = new StepRehearsal(tensors, config(run, null));
                var still = new StepRehearsal(tensors, config(run, 50.0))) {
            assertEquals(loose.step(0), still.step(0));
        }
    }
}
