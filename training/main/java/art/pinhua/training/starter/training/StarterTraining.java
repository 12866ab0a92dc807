package art.pinhua.training.starter.training;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.data.RecordFile;
import art.pinhua.training.generate.OpenDevice;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.starter.Gallery;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.Checkpoints;
import art.pinhua.training.trainer.StopRequest;
import art.pinhua.training.trainer.Trainee;
import art.pinhua.training.trainer.TrainingException;
import art.pinhua.training.trainer.TrainingLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Trains a starter model from nothing in a folder, and continues where it was stopped or killed: draws the pictures,
/// trains the autoencoder, encodes the pictures, teaches the text encoder to read, trains the denoiser, writes the
/// pipeline.
public final class StarterTraining {
    private static final int CHECKPOINTS = 20;
    private static final int DRAWN_BETWEEN_REPORTS = 2000;

    /// The networks of `from`, so that a resumed training is not begun with others.
    /// @param sha256 of their weights, by the network's folder
    /// @param offset of the plans; 0 in folders of earlier versions, which go on as they began
    record BegunWith(Map<String, String> sha256, long offset) {
        static BegunWith of(Map<String, String> sha256) {
            var digest = new CRC32();
            digest.update(new TreeMap<>(sha256).toString().getBytes(StandardCharsets.UTF_8));
            return new BegunWith(sha256, digest.getValue());
        }
    }

    private final Path folder;
    private final Wish wish;
    private final StepBudget budget;
    private final StarterSizes sizes;
    private final Tensors tensors;
    private final StopRequest stop;
    private final long offset;

    private StarterTraining(Path folder, StepBudget budget, long offset, Tensors tensors, StopRequest stop) {
        this.folder = folder;
        this.budget = budget;
        this.offset = offset;
        this.wish = budget.wish();
        this.sizes = budget.sizes();
        this.tensors = tensors;
        this.stop = stop;
    }

    /// @param wish   what the folder's training was begun with, where it goes on
    /// @param device may be another than before; the same bits come from the same one only
    /// @return whether everything is done; false when stopped
    /// @throws IllegalArgumentException naming the option that does not fit, before anything is drawn
    public static boolean run(Path folder, Wish wish, ComputeDevice device, StopRequest stop) throws IOException {
        return run(folder, wish, StarterSizes.of(wish.size()), device, stop);
    }

    static boolean run(Path folder, Wish wish, StarterSizes sizes, ComputeDevice device, StopRequest stop)
            throws IOException {
        Optional<Wish> begun = Wish.begun(folder);
        begun.ifPresentOrElse(first -> wish.refuseToDifferFrom(first, folder), wish::refuseWhatIsNotHeeded);
        Wish first = begun.orElse(wish);
        try (Tensors tensors = OpenDevice.of(device, first.threads())) {
            Beginning beginning = first.beginning(tensors);
            Map<String, String> digests = beginning.digests();
            checkKept(first, sizes, beginning);
            new Footprint(sizes, first).check(Files.createDirectories(folder));
            LearntCaptions.check(folder, sizes.curriculum().training(first.seed()), begun.isPresent());
            first.begin(folder);
            long offset = offset(folder, digests);
            return new StarterTraining(folder, StepBudget.on(device, first, sizes), offset, tensors, stop).run();
        }
    }

    /// An autoencoder that stays as it is, or whose decoder alone is trained, must be one of this size.
    private static void checkKept(Wish wish, StarterSizes sizes, Beginning beginning) {
        boolean kept = wish.decoderOnly() || wish.keepsAutoencoder();
        if (kept && !beginning.fits(Autoencoder.shapes(sizes.autoencoder()), Network.VAE)) {
            throw new IllegalArgumentException(
                    "--%s: %s holds no autoencoder of a starter model of %d pixels. Leave the option out to train one"
                            .formatted(
                                    wish.decoderOnly() ? "only decoder" : "autoencoder-share 0",
                                    wish.from(),
                                    sizes.side()));
        }
    }

    /// The offset of the plans, by the networks that are begun with; the same after a kill before it was
    /// written down.
    /// @throws TrainingException where they are not those of before
    private static long offset(Path folder, Map<String, String> digests) throws IOException {
        if (digests.isEmpty()) {
            return 0;
        }
        BegunWith now = LearntCaptions.areIn(folder) ? BegunWith.of(digests) : new BegunWith(digests, 0);
        BegunWith first = StarterPlan.fixed(folder.resolve("from.json"), BegunWith.class, () -> now);
        if (!first.sha256().equals(digests)) {
            throw new TrainingException("--from holds other networks than %s was begun with (%s, now %s)."
                            .formatted(folder, first.sha256(), digests)
                    + " Put those back, or name another --folder");
        }
        return first.offset();
    }

    private boolean run() throws IOException {
        try (RecordFile drawn = drawPictures()) {
            var pictures = new Pictures(drawn, sizes.side(), wish.pictures());
            AutoencoderTraining autoencoder = autoencoder(pictures);
            if (wish.trainsAutoencoder()
                    && !train(autoencoder, "autoencoder", autoencoder.plan().steps())) {
                return false;
            }
            if (wish.decoderOnly()) {
                writeDecoder(autoencoder);
                return true;
            }
            try (var encoded = new EncodedPictures(folder, tensors, autoencoder, pictures, stop)) {
                return trainDenoiser(autoencoder, encoded);
            }
        } catch (StopRequest.Stopped halfway) {
            return false;
        }
    }

    /// The pipeline that was begun with, and the decoder trained on.
    private void writeDecoder(AutoencoderTraining autoencoder) throws IOException {
        Path from = Path.of(Objects.requireNonNull(wish.from()));
        Path export = folder.resolve("export");
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                Path copy = export.resolve(from.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        StarterExport.writeAutoencoder(tensors, export, autoencoder.weights());
    }

    private boolean trainDenoiser(AutoencoderTraining autoencoder, EncodedPictures encoded) throws IOException {
        var text = new TextStage(folder, tensors, sizes, wish);
        Optional<TextReading> reading = text.reading();
        if (reading.isPresent()
                && !train(reading.get(), "text", reading.get().plan().steps())) {
            return false;
        }
        var stage = new DenoiserStage(folder, tensors, sizes, wish, budget, autoencoder, encoded, text, stop);
        DenoiserTraining denoiser = stage.training();
        boolean finished = train(denoiser, "denoiser", denoiser.plan().steps());
        if (finished) {
            stage.show(denoiser, denoiser.plan().steps());
        }
        return finished;
    }

    static int checkpointEvery(int steps) {
        return Math.max(1, steps / CHECKPOINTS);
    }

    private boolean train(Trainee trainee, String stage, int steps) throws IOException {
        var checkpoints = new Checkpoints(tensors, folder.resolve(stage), Map.of("wish", wish.toString()));
        return new TrainingLoop(checkpoints, stop).run(trainee, steps, checkpointEvery(steps))
                == TrainingLoop.Outcome.FINISHED;
    }

    /// Pictures to learn from, then held-out ones.
    private RecordFile drawPictures() throws IOException {
        Gallery learnt = sizes.curriculum().training(wish.seed());
        Gallery heldOut = sizes.curriculum().heldOut(wish.seed());
        int pictures = wish.pictures();
        int all = pictures + AutoencoderTraining.heldOutPictures();
        var progress = new Progress(folder, "pictures", all, 1);
        IntFunction<byte[]> picture = i -> (i < pictures ? learnt.picture(i) : heldOut.picture(i - pictures)).rgb();
        IntFunction<byte[]> drawnAhead = wish.threads() > 1 ? new Ahead<>(all, wish.threads(), picture) : picture;
        IntFunction<byte[]> draw = i -> {
            stop.check();
            progress.passing(i, DRAWN_BETWEEN_REPORTS);
            return drawnAhead.apply(i);
        };
        Path file = folder.resolve("pictures.bin");
        int bytes = Pictures.recordBytes(sizes.side());
        if (!RecordFile.agrees(file, bytes, pictures, i -> learnt.picture(i).rgb())) {
            if (Files.exists(folder.resolve("latents.json")) || Files.exists(folder.resolve("denoiser"))) {
                throw new TrainingException(
                        "%s: the art has changed since its latents were made. Name another --folder".formatted(folder));
            }
            progress.say("pictures.bin was drawn by another version: drawn anew, because captions must fit");
            Files.delete(file);
        }
        return RecordFile.filled(file, bytes, all, draw);
    }

    private AutoencoderTraining autoencoder(Pictures pictures) throws IOException {
        Beginning beginning = wish.beginning(tensors);
        var plan = StarterPlan.fixed(folder.resolve("autoencoder.json"), AutoencoderTraining.Plan.class, () -> {
            boolean goesOn = beginning.fits(Autoencoder.shapes(sizes.autoencoder()), Network.VAE);
            return budget.autoencoder(goesOn, (window, bfloat16) -> pace(pictures, window, bfloat16))
                    .withOffset(offset);
        });
        var progress = new Progress(folder, "autoencoder", plan.steps(), plan.batch(), plan::work, System::nanoTime);
        return new AutoencoderTraining(
                tensors, sizes.autoencoder(), pictures, plan, wish.seed(), beginning, wish.decoderOnly(), progress);
    }

    /// Trains a throw-away network for a few steps.
    private Pace pace(Pictures pictures, int window, boolean bfloat16) {
        var plan = new AutoencoderTraining.Plan(
                1000, 1000, window, StepBudget.AUTOENCODER_BATCH, bfloat16, Integer.MAX_VALUE);
        var progress = new Progress(folder, "trial", 1, 1);
        progress.say("measuring the autoencoder's pace in %s on %d × %d pixels"
                .formatted(bfloat16 ? "bf16" : "fp32", window, window));
        var trial = new AutoencoderTraining(
                tensors,
                sizes.autoencoder(),
                pictures,
                plan,
                wish.seed(),
                new Beginning(tensors, null),
                wish.decoderOnly(),
                progress);
        return Pace.of(trial, stop);
    }
}
