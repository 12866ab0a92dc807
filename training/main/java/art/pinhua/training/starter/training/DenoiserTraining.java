package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.data.EpochOrder;
import art.pinhua.training.data.NoisyBatch;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.objective.Denoising;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.starter.Gallery;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.trainer.LearningRate;
import art.pinhua.training.trainer.Optimiser;
import art.pinhua.training.trainer.Trainee;
import art.pinhua.training.trainer.TrainingException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// Trains denoiser and text encoder together on the latents of the pictures and on captions worded anew at each visit.
final class DenoiserTraining implements Trainee {
    private static final String DENOISER = "unet.";
    private static final String TEXT = "text_encoder.";
    private static final String TOKENS = "embeddings.token_embedding.weight";
    private static final double SNR_GAMMA = 5;

    /// In the second half almost pure noise counts as well: there the prompt decides the background. From the start it
    /// would keep the text from being learnt for anything but the background.
    private static final double LATE_SNR_FLOOR = 1;

    private static final double CAPTION_DROPOUT = .1;

    /// @param reportEvery steps between progress lines
    /// @param showEvery   steps between sample pictures and exports
    record Plan(int steps, int batch, boolean bfloat16, int reportEvery, int showEvery) {}

    /// Shows what the averaged networks can do.
    @FunctionalInterface
    interface Showing {
        /// @param done steps taken
        void show(DenoiserTraining training, long done);
    }

    /// @param tokenizer its length is that of the text encoder
    record Material(Gallery data, Latents latents, Tokenizer tokenizer, ScheduleConfig schedule) {}

    private final Tensors tensors;
    private final Material material;
    private final Plan plan;
    private final long seed;
    private final SequencedMap<String, NDArray> weights = new LinkedHashMap<>();
    private final UNet.Replayed denoiser;
    private final ClipTextEncoder text;
    private final Optimiser optimiser;
    private final LearningRate rate;
    private final Denoising early;
    private final Denoising late;
    private final EpochOrder order;
    private final Progress progress;
    private final Showing show;
    private double recentLoss = Double.NaN;

    /// @param show called when pictures are due
    DenoiserTraining(
            Tensors tensors,
            UNetConfig denoiserConfig,
            ClipTextConfig textConfig,
            Material material,
            Plan plan,
            long seed,
            Beginning beginning,
            Progress progress,
            Showing show) {
        this.tensors = tensors;
        this.material = material;
        this.plan = plan;
        this.seed = seed + 1; // other numbers than the autoencoder's
        this.progress = progress;
        this.show = show;
        SequencedMap<String, NDArray> denoiserWeights =
                FreshWeights.denoiser(tensors, UNet.shapes(denoiserConfig), this.seed);
        SequencedMap<String, NDArray> textWeights =
                FreshWeights.textEncoder(tensors, ClipTextEncoder.shapes(textConfig), this.seed + 1);
        double taken = beginning.into(denoiserWeights, Network.UNET);
        double words = beginning.into(textWeights, Network.TEXT_ENCODER);
        if (taken > 0) {
            progress.say("denoiser begins with %.0f %% of its numbers from there, its text encoder with %.0f %%"
                    .formatted(100 * taken, 100 * words));
        }
        denoiserWeights.forEach((key, array) -> weights.put(DENOISER + key, array));
        textWeights.forEach((key, array) -> weights.put(TEXT + key, array));
        this.optimiser = new Optimiser(tensors, new Optimiser.Settings(.9, .99, 1e-8, .01, 1, .999), weights);
        this.denoiser =
                UNet.of(tensors, denoiserConfig, denoiserWeights, Map.of()).replayed();
        this.text = ClipTextEncoder.of(tensors, textConfig, textWeights, Map.of());
        this.rate = LearningRate.cosine(1e-3, 1e-5, 200, plan.steps());
        this.early = objective(0);
        this.late = objective(LATE_SNR_FLOOR);
        this.order = new EpochOrder(this.seed, material.latents().count());
    }

    private Denoising objective(double floor) {
        ScheduleConfig config = material.schedule();
        return Denoising.clampedSnr(tensors, config.schedule(), config.prediction(), floor, SNR_GAMMA);
    }

    @Override
    public void step(long step) {
        progress.stepping(step);
        int size = material.latents().size();
        var clean = new float[plan.batch() * size];
        var ids = new long[plan.batch() * material.tokenizer().maxLength()];
        for (int i = 0; i < plan.batch(); i++) {
            long position = step * plan.batch() + i;
            int picture = order.at(position);
            material.latents().read(picture, clean, i * size);
            long[] tokens = material.tokenizer()
                    .encode(caption(step, i, picture, order.visit(position)))
                    .ids();
            System.arraycopy(tokens, 0, ids, i * tokens.length, tokens.length);
        }
        NoisyBatch noisy = NoisyBatch.independent(
                material.schedule().schedule(), material.schedule().prediction(), seed, step, plan.batch(), clean);
        Denoising objective = step < plan.steps() / 2 ? early : late;
        double value = tensors.step(true, () -> {
            NDArray result = loss(objective, noisy, ids);
            tensors.backward(result);
            return (double) tensors.value(result);
        });
        double norm = optimiser.update(step, rate.at(step));
        if (!Double.isFinite(value) || !Double.isFinite(norm)) {
            throw new TrainingException(
                    "The denoiser's loss became %s, its gradient %s, at step %d".formatted(value, norm, step));
        }
        recentLoss = Double.isNaN(recentLoss) ? value : .98 * recentLoss + .02 * value;
    }

    private String caption(long step, int place, int picture, long visit) {
        boolean dropped = Counter.unit(seed, Stream.CAPTION, step, place) < CAPTION_DROPOUT;
        return dropped ? "" : material.data().caption(picture, visit);
    }

    private NDArray loss(Denoising objective, NoisyBatch noisy, long[] ids) {
        NDArray context = text.encode(
                tensors.ofLongs(ids, plan.batch(), material.tokenizer().maxLength()));
        NDArray latents = tensors.of(noisy.noisy(), shape(plan.batch()));
        NDArray timesteps = tensors.of(noisy.timestepsAsFloats(), plan.batch());
        NDArray prediction = tensors.toFloat32(denoiser.predict(entry(latents), timesteps, entry(context), null));
        NDArray errors = tensors.squaredErrorPerSample(prediction, tensors.of(noisy.target(), shape(plan.batch())));
        return objective.loss(errors, noisy.timesteps());
    }

    private NDArray entry(NDArray x) {
        return plan.bfloat16() ? tensors.toBfloat16(x) : x;
    }

    private long[] shape(long number) {
        Latents latents = material.latents();
        return new long[] {number, latents.channels(), latents.side(), latents.side()};
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return optimiser.state();
    }

    @Override
    public void after(long done) {
        if (done % plan.reportEvery() == 0 || done == plan.steps()) {
            progress.report(done, String.format(Locale.ROOT, "loss %.4f", recentLoss));
        }
        if (done % plan.showEvery() == 0 && done < plan.steps()) {
            show.show(this, done);
        }
    }

    @Override
    public void saved(long done, String file) {
        progress.say("denoiser " + file + " written");
    }

    Plan plan() {
        return plan;
    }

    /// The denoiser's averaged weights, by key.
    SequencedMap<String, NDArray> denoiserWeights() {
        return averages(DENOISER);
    }

    /// The text encoder's averaged weights, by key. Tokens that no caption has used get the mean of the used ones:
    /// neutral, where their first random numbers would be noise.
    SequencedMap<String, NDArray> textWeights() {
        SequencedMap<String, NDArray> averages = averages(TEXT);
        NDArray embedding = averages.get(TOKENS);
        NDArray second = optimiser.state().get("second/" + TEXT + TOKENS);
        if (embedding == null || second == null) {
            throw new IllegalStateException("The text encoder has no " + TOKENS);
        }
        int width = Math.toIntExact(embedding.getShape().get(1));
        float[] values = tensors.toFloats(embedding);
        UnusedTokens.neutralise(values, tensors.toFloats(second), width);
        averages.put(TOKENS, tensors.of(values, embedding.getShape().getShape()));
        return averages;
    }

    private SequencedMap<String, NDArray> averages(String prefix) {
        var selected = new LinkedHashMap<String, NDArray>();
        optimiser.averages().forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                selected.put(name.substring(prefix.length()), array);
            }
        });
        return selected;
    }
}
