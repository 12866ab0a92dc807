package art.pinhua.training.trainer;

import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.data.PreferenceData;
import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.TrainingFit;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.lora.LoraParameters;
import art.pinhua.training.model.UNet;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The steps of a run by themselves: its data, networks, objective and optimiser, but no events, checkpoints and
/// samples. For measurements.
public final class StepRehearsal implements AutoCloseable {
    private final Tensors tensors;
    private final BaseModel base;
    private final RunConfig config;
    private final LoraParameters lora;
    private final StudyMaterial material;
    private final PreferenceTraining training;

    /// @param config of a run without a parent adapter
    public StepRehearsal(Tensors tensors, RunConfig config) throws IOException {
        this(tensors, config, BatchPart.PLACES_AT_ONCE, (done, total) -> {});
    }

    /// Hears of the passes of a step.
    interface Passes {
        void computed(int done, int total);
    }

    /// @param placesAtOnce as [BatchPart#PLACES_AT_ONCE]
    StepRehearsal(Tensors tensors, RunConfig config, long placesAtOnce, Passes passes) throws IOException {
        this.tensors = tensors;
        this.config = config;
        PreferenceData data = PreferenceData.read(Path.of(config.snapshot()));
        Path pipeline = Path.of(config.base().pipeline());
        TrainingFit.require(pipeline, null);
        base = BaseModel.read(tensors, pipeline);
        Networks networks = base.networks(tensors);
        lora = LoraParameters.fresh(tensors, config.lora(), UNet.shapes(base.unetConfig()), config.seed());
        UNet trained = UNet.of(tensors, base.unetConfig(), base.unetWeights(), lora.adapters());
        RunConfig.Optimiser wished = config.optimiser();
        var optimiser = new Optimiser(
                tensors,
                new Optimiser.Settings(.9, .999, 1e-8, wished.weightDecay(), wished.clip(), wished.ema()),
                lora.parameters());
        int clipSkip = data.manifest().clipSkipOr(config.samplingOrPlain().clipSkip());
        material = new StudyMaterial(tensors, networks, data, clipSkip, Preparation.unwatched());
        training = new PreferenceTraining(
                tensors,
                config,
                data.training().stream().map(StudyGroup::of).toList(),
                material,
                networks.schedule(),
                new PreferenceTraining.Pair(trained, networks.unet()),
                optimiser,
                new PreferenceTraining.Listener() {
                    @Override
                    public void stepped(long done, PreferenceTraining.Measured measured) {}

                    @Override
                    public void saved(long done, String file) {}

                    @Override
                    public void computed(long step, int done, int total) {
                        passes.computed(done, total);
                    }
                },
                placesAtOnce);
    }

    /// What a step learns from, for others to take the same step.
    /// @param prompts one per sample
    /// @param shape   (samples, channels, height, width)
    /// @param clean   latents, the samples one after the other
    /// @param noise   likewise
    @SuppressWarnings("ArrayRecordComponent") // numbers, handed on and never compared
    public record Batch(List<String> prompts, long[] shape, float[] clean, float[] noise, int[] timesteps) {}

    /// @param winnerError mean error of the trained network on the preferred pictures
    /// @param gradNorm    before clipping
    public record Taken(double loss, double winnerError, double gradNorm) {}

    /// The batch of a step; all pictures of a group share their noise.
    public Batch batch(long step) {
        PreferenceTraining.Lesson lesson = lesson(step);
        float[] clean = material.latents(lesson.images());
        int samples = lesson.images().size();
        int size = clean.length / samples;
        var drawn = new float[lesson.groups().size() * size];
        Counter.gaussians(config.seed(), Stream.NOISE, step, drawn);
        var noise = new float[clean.length];
        int sample = 0;
        for (int g = 0; g < lesson.groups().size(); g++) {
            for (int i = 0; i < lesson.groups().get(g).images().size(); i++, sample++) {
                System.arraycopy(drawn, g * size, noise, sample * size, size);
            }
        }
        return new Batch(
                lesson.prompts(),
                material.shape(samples),
                clean,
                noise,
                lesson.noisy().timesteps());
    }

    /// What takes the steps.
    PreferenceTraining training() {
        return training;
    }

    PreferenceTraining.Lesson lesson(long step) {
        return training.lesson(step);
    }

    public Taken step(long step) {
        training.step(step);
        PreferenceTraining.Measured measured = training.last();
        return new Taken(measured.loss(), measured.winnerError(), measured.gradNorm());
    }

    /// Writes the adapter as it is now.
    public void writeAdapter(Path file) throws IOException {
        AdapterFile.write(file, lora.changes(tensors, lora.parameters(), ElementType.F32), Map.of());
    }

    @Override
    public void close() {
        base.close();
    }
}
