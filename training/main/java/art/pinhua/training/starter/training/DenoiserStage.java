package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.Painter;
import art.pinhua.training.generate.PictureListener;
import art.pinhua.training.generate.PictureRequest;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.UNet;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.starter.Inquiry;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The second stage of a starter training: what the denoiser learns from, for how long, and what is shown of it.
final class DenoiserStage {
    private static final int SHOWN_PROMPTS = 12;
    private static final int SHOWN_SEEDS = 4;
    private static final int SAMPLING_STEPS = 20;
    private static final double GUIDANCE = 3;

    /// Where the text decides: scene, colours, figure, what it holds.
    private static final List<Double> NOISY = List.of(1.0, .9, .7, .5, .3);

    private final Path folder;
    private final Tensors tensors;
    private final StarterSizes sizes;
    private final Wish wish;
    private final StepBudget budget;
    private final AutoencoderTraining autoencoder;
    private final EncodedPictures encoded;
    private final TextStage text;
    private final StopRequest stop;
    private final SequencedMap<String, NDArray> textWeights;
    private final List<LearntFrom> learntFrom;
    private final ScheduleConfig schedule = ScheduleConfig.parse(StarterExport.SCHEDULE);

    /// @param text has learnt to read
    DenoiserStage(
            Path folder,
            Tensors tensors,
            StarterSizes sizes,
            Wish wish,
            StepBudget budget,
            AutoencoderTraining autoencoder,
            EncodedPictures encoded,
            TextStage text,
            StopRequest stop)
            throws IOException {
        this.folder = folder;
        this.tensors = tensors;
        this.sizes = sizes;
        this.wish = wish;
        this.budget = budget;
        this.autoencoder = autoencoder;
        this.encoded = encoded;
        this.text = text;
        this.stop = stop;
        this.textWeights = text.learnt();
        var own = LearntFrom.drawn(sizes.curriculum().training(wish.seed()), wish.seed(), wish.pictures());
        this.learntFrom = own.after(wish.beginning(tensors).learntFrom());
    }

    DenoiserTraining training() throws IOException {
        var plan = StarterPlan.fixed(folder.resolve("denoiser.json"), DenoiserTraining.Plan.class, this::plan);
        var progress = new Progress(folder, "denoiser", plan.steps(), plan.batch());
        return training(plan, wish.beginning(tensors), progress, this::show);
    }

    private DenoiserTraining.Plan plan() {
        return budget.denoiser(this::pace).withOffset(autoencoder.plan().offset());
    }

    private DenoiserTraining training(
            DenoiserTraining.Plan plan, Beginning beginning, Progress progress, DenoiserTraining.Showing showing) {
        var material = new DenoiserTraining.Material(
                sizes.curriculum().training(wish.seed()),
                encoded.latents(),
                text.tokenizer(),
                text.encoder(textWeights),
                schedule);
        return new DenoiserTraining(
                tensors, sizes.denoiser(), material, plan, wish.seed(), beginning, progress, showing);
    }

    private Pace pace(boolean bfloat16) {
        var progress = new Progress(folder, "trial", 1, 1);
        progress.say("measuring the denoiser's pace in " + (bfloat16 ? "bf16" : "fp32"));
        var trial = training(
                new DenoiserTraining.Plan(
                        1000, StepBudget.DENOISER_BATCH, bfloat16, Integer.MAX_VALUE, Integer.MAX_VALUE),
                new Beginning(tensors, null),
                progress,
                (training, done) -> {});
        return Pace.of(trial, stop);
    }

    /// Writes the pipeline folder `export` and a sheet of sample pictures, a row per prompt; tells how much the text
    /// helps.
    void show(DenoiserTraining training, long done) {
        tensors.step(false, () -> {
            AutoencoderConfig scaled = autoencoder.network().config().withScalingFactor(encoded.scalingFactor());
            SequencedMap<String, NDArray> denoiserWeights = training.denoiserWeights();
            try {
                new StarterExport(
                                scaled,
                                sizes.denoiser(),
                                text.config(),
                                sizes.curriculum().tokenizer(),
                                TaughtTokens.of(sizes.curriculum()),
                                learntFrom)
                        .write(tensors, folder.resolve("export"), autoencoder.weights(), denoiserWeights, textWeights);
                var networks = new Networks(
                        text.tokenizer(),
                        text.encoder(textWeights),
                        UNet.of(tensors, sizes.denoiser(), denoiserWeights, Map.of()),
                        Autoencoder.of(tensors, scaled, autoencoder.weights()),
                        schedule);
                new Progress(folder, "denoiser", done, 1).say(textGains(networks));
                ContactSheet.write(
                        folder.resolve("samples").resolve(String.format(Locale.ROOT, "step-%08d.png", done)),
                        samples(networks),
                        SHOWN_SEEDS);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write into " + folder, e);
            }
            return null;
        });
    }

    private String textGains(Networks networks) {
        var gallery = sizes.curriculum().training(wish.seed());
        return NOISY.stream()
                .map(noise -> TextGain.of(tensors, networks, gallery, encoded.latents(), noise)
                        .toString())
                .collect(Collectors.joining(", ", "the right text lowers the error by ", ""));
    }

    private List<Raster> samples(Networks networks) {
        var rasters = new ArrayList<Raster>();
        try (var painter = new Painter(tensors, networks)) {
            for (Inquiry prompt : sizes.curriculum().prompts(SHOWN_PROMPTS)) {
                stop.check();
                var request = new PictureRequest(
                        prompt.text(),
                        "",
                        List.of(1L, 2L, 3L, 4L),
                        SAMPLING_STEPS,
                        GUIDANCE,
                        SamplerKind.DDIM,
                        sizes.side(),
                        sizes.side());
                painter.draw(request, PictureListener.NONE)
                        .pictures()
                        .forEach(picture -> rasters.add(new Raster(picture.width(), picture.height(), picture.rgb())));
            }
        }
        return rasters;
    }
}
