package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.data.EpochOrder;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.LearningRate;
import art.pinhua.training.trainer.Optimiser;
import art.pinhua.training.trainer.Trainee;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/// Trains the autoencoder: small random windows first, then whole pictures; squared errors first, then sharper ones.
/// One that goes on from an earlier one of the same shape has no use for windows: it sees whole pictures and sharp
/// errors at once.
final class AutoencoderTraining implements Trainee {
    /// A quarter of the steps: until then the colours are found.
    private static final int SHARPENED_AFTER = 4;
    private static final double WINDOW_PEAK = 1e-3;
    private static final double WINDOW_END = 2e-4;
    private static final double WHOLE_PEAK = 1e-3;
    /// Of one that goes on: more would undo some of what it has learnt.
    private static final double WHOLE_PEAK_GOING_ON = 4e-4;
    private static final double WHOLE_END = 5e-5;
    private static final int WARM_UP = 100;
    private static final Optimiser.Settings ADAM = new Optimiser.Settings(.9, .99, 1e-8, 1e-4, 1, .999);
    private static final Optimiser.Muon MUON = new Optimiser.Muon(AutoencoderTraining::isInner, .95, 2);
    private static final int EVALUATED = 64;
    private static final int EVALUATION_BATCH = 16;

    /// @param windowSteps steps on windows; the rest sees whole pictures; 0 goes on from an earlier autoencoder
    /// @param window      width and height of the windows, pixels
    /// @param reportEvery steps between progress lines
    /// @param offset      added to a step where order, windows and noise are drawn: a training that
    ///                    begins with an earlier model shall not see again what that one saw; else 0
    record Plan(int steps, int windowSteps, int window, int batch, boolean bfloat16, int reportEvery, long offset) {
        Plan(int steps, int windowSteps, int window, int batch, boolean bfloat16, int reportEvery) {
            this(steps, windowSteps, window, batch, bfloat16, reportEvery, 0);
        }

        Plan withOffset(long other) {
            return new Plan(steps, windowSteps, window, batch, bfloat16, reportEvery, other);
        }

        boolean goesOn() {
            return windowSteps == 0;
        }

        /// That so many steps are: a window is a quarter of a picture, but the optimiser takes as long beside it.
        long work(long done) {
            return 2 * Math.min(done, windowSteps) + 5 * Math.max(0, done - windowSteps);
        }
    }

    private final Tensors tensors;
    private final Pictures pictures;
    private final Plan plan;
    private final long seed;
    private final boolean decoderOnly;
    private final Autoencoder trained;
    private final SequencedMap<String, NDArray> averages;
    private final Autoencoder averaged;
    private final Optimiser optimiser;
    private final Descent descent;
    private final ReconstructionLoss loss;
    private final EpochOrder order;
    private final Progress progress;
    private double recentLoss = Double.NaN;

    AutoencoderTraining(
            Tensors tensors,
            AutoencoderConfig config,
            Pictures pictures,
            Plan plan,
            long seed,
            Beginning beginning,
            boolean decoderOnly,
            Progress progress) {
        this.tensors = tensors;
        this.pictures = pictures;
        this.plan = plan;
        this.seed = seed;
        this.progress = progress;
        SequencedMap<String, NDArray> weights = FreshWeights.autoencoder(tensors, Autoencoder.shapes(config), seed);
        double taken = beginning.into(weights, Network.VAE);
        if (taken > 0) {
            progress.say("autoencoder begins with %.0f %% of its numbers from there".formatted(100 * taken));
        }
        this.decoderOnly = decoderOnly;
        var moving = new LinkedHashMap<>(weights);
        moving.keySet().removeIf(key -> decoderOnly && !decodes(key));
        this.optimiser = new Optimiser(tensors, ADAM, MUON, moving);
        this.trained = Autoencoder.of(tensors, config, weights);
        this.averages = new LinkedHashMap<>(weights);
        averages.putAll(optimiser.averages());
        this.averaged = Autoencoder.of(tensors, config, averages);
        this.descent = new Descent(tensors, optimiser, rate(plan), "autoencoder");
        this.loss = new ReconstructionLoss(tensors);
        this.order = new EpochOrder(seed, pictures.count());
    }

    /// A fall over the windows and another one over the whole pictures: those would come too late for the end of one.
    static LearningRate rate(Plan plan) {
        int windows = plan.windowSteps();
        LearningRate first = LearningRate.cosine(WINDOW_PEAK, WINDOW_END, WARM_UP, windows);
        double peak = plan.goesOn() ? WHOLE_PEAK_GOING_ON : WHOLE_PEAK;
        LearningRate then = LearningRate.cosine(peak, WHOLE_END, WARM_UP, plan.steps() - windows);
        return step -> step < windows ? first.at(step) : then.at(step - windows);
    }

    /// Not the first and the last convolution of encoder and decoder, as Muon's author advises.
    private static boolean isInner(String key) {
        return !key.contains("conv_in.") && !key.contains("conv_out.");
    }

    private static boolean decodes(String key) {
        return key.startsWith("decoder.") || key.startsWith("post_quant_conv.");
    }

    @Override
    public void step(long step) {
        progress.stepping(step);
        int window = step < plan.windowSteps() ? plan.window() : pictures.side();
        long number = plan.offset() + step;
        var batch = new int[plan.batch()];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = order.at(number * batch.length + i);
        }
        float[] values = pictures.windows(seed, number, batch, window);
        double value = descent.step(
                step, () -> loss(tensors.of(values, batch.length, Pictures.CHANNELS, window, window), step));
        recentLoss = Double.isNaN(recentLoss) ? value : .95 * recentLoss + .05 * value;
    }

    private NDArray loss(NDArray picture, long step) {
        Autoencoder.Moments moments = decoderOnly
                ? tensors.withoutRecording(() -> trained.encode(entry(picture)))
                : trained.encode(entry(picture));
        NDArray mean = moments.mean();
        NDArray logVariance = moments.logVariance();
        var noise = new float[Math.toIntExact(mean.size())];
        Counter.gaussians(seed, Stream.NOISE, plan.offset() + step, noise);
        NDArray deviation = tensors.mul(logVariance, .5).exp();
        NDArray latents =
                mean.add(deviation.mul(tensors.of(noise, mean.getShape().getShape())));
        NDArray reconstruction = tensors.toFloat32(trained.decodeUnscaled(entry(latents)));
        return loss.of(reconstruction, picture, mean, logVariance, sharpens(step));
    }

    private boolean sharpens(long step) {
        return plan.goesOn() || step >= plan.steps() / SHARPENED_AFTER;
    }

    private NDArray entry(NDArray x) {
        return plan.bfloat16() ? tensors.toBfloat16(x) : x;
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return optimiser.state();
    }

    @Override
    public void after(long done) {
        if (done % plan.reportEvery() == 0 || done == plan.steps()) {
            progress.report(
                    done, String.format(Locale.ROOT, "loss %.4f  held-out PSNR %.2f dB", recentLoss, heldOutPsnr()));
        }
    }

    @Override
    public void saved(long done, String file) {
        progress.say("autoencoder " + file + " written");
    }

    Plan plan() {
        return plan;
    }

    /// The averaged weights, by key.
    SequencedMap<String, NDArray> weights() {
        return averages;
    }

    /// The averaged network.
    Autoencoder network() {
        return averaged;
    }

    /// Peak signal-to-noise ratio over held-out pictures through the averaged network, decibels: 10 log₁₀ of 2² over
    /// the
    /// mean squared error of values in −1 … 1.
    double heldOutPsnr() {
        double sum = 0;
        for (int first = 0; first < EVALUATED; first += EVALUATION_BATCH) {
            float[] batch = pictures.whole(pictures.count() + first, EVALUATION_BATCH);
            float[] back = reconstruct(batch);
            for (int i = 0; i < batch.length; i++) {
                double error = Math.clamp(back[i], -1, 1) - batch[i];
                sum += error * error / batch.length;
            }
        }
        return 10 * StrictMath.log10(4 / (sum * EVALUATION_BATCH / EVALUATED));
    }

    /// Pictures there and back, in the order of [Pictures#whole].
    float[] reconstruct(float[] batch) {
        int side = pictures.side();
        long number = batch.length / ((long) Pictures.CHANNELS * side * side);
        return tensors.step(false, () -> {
            NDArray picture = tensors.of(batch, number, Pictures.CHANNELS, side, side);
            return tensors.toFloats(
                    averaged.decodeUnscaled(averaged.encode(picture).mean()));
        });
    }

    /// Held-out pictures that the file of pictures must have beyond those to learn from.
    static int heldOutPictures() {
        return EVALUATED;
    }
}
