package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.data.EpochOrder;
import art.pinhua.training.data.NoisyBatch;
import art.pinhua.training.data.Timesteps;
import art.pinhua.training.io.PipelineFolder.Network;
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
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Trains the denoiser on the latents of the pictures and on captions worded anew at each visit.
final class DenoiserTraining implements Trainee {
    private static final String DENOISER = "unet.";
    private static final double SNR_GAMMA = 5;

    /// Almost pure noise counts as well: there the text decides background and colours, and sampling begins there.
    /// Without a floor the text is hardly learnt (docs/starter-model.md).
    private static final double SNR_FLOOR = 1;

    private static final double CAPTION_DROPOUT = .1;

    private static final Pattern INNER_CONVOLUTION = Pattern.compile("\\.conv[12]?\\.weight$");
    private static final Optimiser.Settings ADAM = new Optimiser.Settings(.9, .99, 1e-8, .01, 1, .999);
    /// Convolutions only: with it, attention needs longer until it heeds the text.
    private static final Optimiser.Muon MUON = new Optimiser.Muon(DenoiserTraining::convolves, .95, 2);

    /// The first third of the steps sees all timesteps alike, and so does the last quarter.
    private static final double MIDDLE_FROM = 1 / 3.0;

    private static final double MIDDLE_TO = 3 / 4.0;

    private static final double PEAK = 1e-3;
    /// Of one that goes on from a whole denoiser: more would undo some of what it has learnt.
    private static final double PEAK_GOING_ON = 5e-4;

    /// @param reportEvery steps between progress lines
    /// @param showEvery   steps between sample pictures and exports, each after a checkpoint: no step is lost
    /// @param offset      as that of the autoencoder: captions too are other ones
    record Plan(int steps, int batch, boolean bfloat16, int reportEvery, int showEvery, long offset) {
        Plan(int steps, int batch, boolean bfloat16, int reportEvery, int showEvery) {
            this(steps, batch, bfloat16, reportEvery, showEvery, 0);
        }

        Plan withOffset(long other) {
            return new Plan(steps, batch, bfloat16, reportEvery, showEvery, other);
        }
    }

    /// Shows what the averaged networks can do.
    @FunctionalInterface
    interface Showing {
        /// @param done steps taken
        void show(DenoiserTraining training, long done);
    }

    /// @param tokenizer its length is that of the text encoder
    /// @param text      stays as it is
    record Material(
            Gallery data, Latents latents, Tokenizer tokenizer, ClipTextEncoder text, ScheduleConfig schedule) {}

    private final Tensors tensors;
    private final Material material;
    private final Plan plan;
    private final long seed;
    private final UNet.Replayed denoiser;
    private final Optimiser optimiser;
    private final Descent descent;
    private final Denoising objective;
    private final EpochOrder order;
    private final Timesteps.Middle middle;
    private final boolean goesOn;
    private final Progress progress;
    private final Showing show;
    private double recentLoss = Double.NaN;

    /// @param show called when pictures are due
    DenoiserTraining(
            Tensors tensors,
            UNetConfig denoiserConfig,
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
        double taken = beginning.into(denoiserWeights, Network.UNET);
        if (taken > 0) {
            progress.say("denoiser begins with %.0f %% of its numbers from there".formatted(100 * taken));
        }
        this.goesOn = hasLearnt(beginning, denoiserConfig);
        var weights = new LinkedHashMap<String, NDArray>();
        denoiserWeights.forEach((key, array) -> weights.put(DENOISER + key, array));
        this.optimiser = new Optimiser(tensors, ADAM, MUON, weights);
        this.denoiser =
                UNet.of(tensors, denoiserConfig, denoiserWeights, Map.of()).replayed();
        var rate = LearningRate.cosine(goesOn ? PEAK_GOING_ON : PEAK, 1e-5, 200, plan.steps());
        this.descent = new Descent(tensors, optimiser, rate, "denoiser");
        ScheduleConfig schedule = material.schedule();
        this.objective =
                Denoising.clampedSnr(tensors, schedule.schedule(), schedule.prediction(), SNR_FLOOR, SNR_GAMMA);
        this.middle = Timesteps.Middle.of(schedule.schedule());
        this.order = new EpochOrder(this.seed, material.latents().count());
    }

    @Override
    public void step(long step) {
        progress.stepping(step);
        long number = plan.offset() + step;
        int size = material.latents().size();
        var clean = new float[plan.batch() * size];
        var ids = new long[plan.batch() * material.tokenizer().maxLength()];
        for (int i = 0; i < plan.batch(); i++) {
            long position = number * plan.batch() + i;
            int picture = order.at(position);
            material.latents().read(picture, clean, i * size);
            long[] tokens = material.tokenizer()
                    .encode(caption(number, i, picture, wording(position)))
                    .ids();
            System.arraycopy(tokens, 0, ids, i * tokens.length, tokens.length);
        }
        NoisyBatch noisy = NoisyBatch.independent(
                material.schedule().schedule(), material.schedule().prediction(), seed, number, timesteps(step), clean);
        double value = descent.step(step, () -> loss(noisy, ids));
        recentLoss = Double.isNaN(recentLoss) ? value : .98 * recentLoss + .02 * value;
    }

    /// Scene and colours, which pure noise decides, are learnt before shapes are looked at more closely; fine lines are
    /// learnt last, at a low rate.
    private int[] timesteps(long step) {
        int all = material.schedule().schedule().timesteps();
        long number = plan.offset() + step;
        double done = (double) step / plan.steps();
        return done >= (goesOn ? 0 : MIDDLE_FROM) && done < MIDDLE_TO
                ? Timesteps.spreadWithMiddle(seed, number, plan.batch(), all, middle)
                : Timesteps.spread(seed, number, plan.batch(), all);
    }

    /// Which of a picture's wordings is due. With an offset their numbers would go on into those of
    /// other pictures.
    private long wording(long position) {
        long visit = order.visit(position);
        return plan.offset() == 0 ? visit : visit % TextGain.UNHEARD;
    }

    private String caption(long number, int place, int picture, long wording) {
        boolean dropped = Counter.unit(seed, Stream.CAPTION, number, place) < CAPTION_DROPOUT;
        return dropped ? "" : material.data().caption(picture, wording);
    }

    private NDArray loss(NoisyBatch noisy, long[] ids) {
        NDArray context = tensors.withoutRecording(() -> material.text()
                .encode(tensors.ofLongs(ids, plan.batch(), material.tokenizer().maxLength())));
        NDArray latents = tensors.of(noisy.noisy(), shape(plan.batch()));
        NDArray timesteps = tensors.of(noisy.timestepsAsFloats(), plan.batch());
        NDArray prediction = tensors.toFloat32(denoiser.predict(entry(latents), timesteps, entry(context), null));
        NDArray errors = tensors.squaredErrorPerSample(prediction, tensors.of(noisy.target(), shape(plan.batch())));
        return objective.loss(errors, noisy.timesteps());
    }

    /// Whether the earlier denoiser is whole, but for what tells its layers the text as a whole: before there was that,
    /// it was learnt without.
    static boolean hasLearnt(Beginning beginning, UNetConfig config) {
        return beginning.fits(UNet.shapes(config.withWholeText(0)), Network.UNET);
    }

    private static boolean convolves(String name) {
        return INNER_CONVOLUTION.matcher(name).find();
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
    }

    @Override
    public void saved(long done, String file) {
        progress.say("denoiser " + file + " written");
        if (done % plan.showEvery() == 0 && done < plan.steps()) {
            show.show(this, done);
            progress.restart(done);
        }
    }

    Plan plan() {
        return plan;
    }

    /// The denoiser's averaged weights, by key.
    SequencedMap<String, NDArray> denoiserWeights() {
        var selected = new LinkedHashMap<String, NDArray>();
        optimiser.averages().forEach((name, array) -> selected.put(name.substring(DENOISER.length()), array));
        return selected;
    }
}
