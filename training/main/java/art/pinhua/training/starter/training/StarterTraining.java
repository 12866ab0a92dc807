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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Trains a starter model from nothing in a folder, and continues where it was stopped or killed: draws the pictures,
/// trains the autoencoder, encodes the pictures, teaches the text encoder to read, trains the denoiser, writes the
/// pipeline.
public final class StarterTraining {
    private static final double AUTOENCODER_SHARE = .3;

    /// Windows are cheap and find the colours; whole pictures are what is coded in the end (decision 17).
    private static final double WINDOW_SHARE = .25;
    private static final int AUTOENCODER_BATCH = 16;
    private static final int COMPARED = 16;
    private static final int REPORTS = 40;
    private static final int CHECKPOINTS = 20;

    /// What a training is asked for. Taken when it begins; a resumed one keeps to it.
    /// @param size     pixels per side of a picture, 64 or 128
    /// @param pictures number of pictures to learn from
    /// @param hours    time for both stages together, on `threads` threads
    /// @param bfloat16 whether the networks compute in bf16
    /// @param from     folder of a pipeline whose networks are begun with, as far as they fit, or null
    /// @param autoencoderShare of the hours; 0 keeps the autoencoder of `from` as it is, null means .3
    /// @param decoderOnly trains the decoder of `from` for all of the hours; latents and denoiser stay as they are
    public record Wish(
            long seed,
            int size,
            int pictures,
            double hours,
            int threads,
            boolean bfloat16,
            @Nullable String from,
            @Nullable Double autoencoderShare,
            boolean decoderOnly) {
        public Wish {
            if (autoencoderShare == null) {
                autoencoderShare = AUTOENCODER_SHARE;
            }
            if (!(autoencoderShare >= 0 && autoencoderShare < 1) || (autoencoderShare == 0 && from == null)) {
                throw new TrainingException(
                        "The autoencoder's share must be 0 to 1, and above 0 without an earlier one, was "
                                + autoencoderShare);
            }
            if (decoderOnly && from == null) {
                throw new TrainingException(
                        "Only a decoder can be trained where there is an earlier model to begin with");
            }
            if (size != 64 && size != 128) {
                throw new TrainingException("A starter model has 64 or 128 pixels a side, not " + size);
            }
            if (pictures < 1 || !(hours > 0) || threads < 1) {
                throw new TrainingException("Pictures, hours and threads must be positive, were %d, %s and %d"
                        .formatted(pictures, hours, threads));
            }
        }

        /// Begins from nothing.
        public Wish(long seed, int size, int pictures, double hours, int threads, boolean bfloat16) {
            this(seed, size, pictures, hours, threads, bfloat16, null, null, false);
        }

        Beginning beginning(Tensors tensors) {
            return new Beginning(tensors, from == null ? null : Path.of(from));
        }

        @Override
        public Double autoencoderShare() {
            return Objects.requireNonNull(autoencoderShare);
        }
    }

    private final Path folder;
    private final Wish wish;
    private final StarterSizes sizes;
    private final Tensors tensors;
    private final StopRequest stop;

    private StarterTraining(Path folder, Wish wish, StarterSizes sizes, Tensors tensors, StopRequest stop) {
        this.folder = folder;
        this.wish = wish;
        this.sizes = sizes;
        this.tensors = tensors;
        this.stop = stop;
    }

    /// @param wish   for a training that begins; the folder's own counts for one that continues
    /// @param device may be another than before; the same bits come from the same one only
    /// @return whether everything is done; false when stopped
    public static boolean run(Path folder, Wish wish, ComputeDevice device, StopRequest stop) throws IOException {
        Wish first = first(folder, wish);
        if (first.size() != wish.size()) {
            throw new TrainingException("%s holds a training at %d pixels; name another folder for %d"
                    .formatted(folder, first.size(), wish.size()));
        }
        return run(folder, wish, StarterSizes.of(first.size()), device, stop);
    }

    static boolean run(Path folder, Wish wish, StarterSizes sizes, ComputeDevice device, StopRequest stop)
            throws IOException {
        Wish first = first(folder, wish);
        try (Tensors tensors = OpenDevice.of(device, first.threads())) {
            return new StarterTraining(folder, first, sizes, tensors, stop).run();
        }
    }

    private static Wish first(Path folder, Wish wish) throws IOException {
        return StarterPlan.fixed(Files.createDirectories(folder).resolve("starter.json"), Wish.class, () -> wish);
    }

    private boolean run() throws IOException {
        try (RecordFile drawn = drawPictures()) {
            var pictures = new Pictures(drawn, sizes.side(), wish.pictures());
            AutoencoderTraining autoencoder = autoencoder(pictures);
            if ((wish.decoderOnly() || wish.autoencoderShare() > 0)
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
        var stage = new DenoiserStage(folder, tensors, sizes, wish, autoencoder, encoded, text);
        DenoiserTraining denoiser = stage.training();
        boolean finished = train(denoiser, "denoiser", denoiser.plan().steps());
        if (finished) {
            stage.show(denoiser, denoiser.plan().steps());
        }
        return finished;
    }

    private boolean train(Trainee trainee, String stage, int steps) throws IOException {
        var checkpoints = new Checkpoints(tensors, folder.resolve(stage), Map.of("wish", wish.toString()));
        return new TrainingLoop(checkpoints, stop).run(trainee, steps, Math.max(1, steps / CHECKPOINTS))
                == TrainingLoop.Outcome.FINISHED;
    }

    /// Pictures to learn from, then held-out ones.
    private RecordFile drawPictures() throws IOException {
        Gallery learnt = sizes.curriculum().training(wish.seed());
        Gallery heldOut = sizes.curriculum().heldOut(wish.seed());
        int all = wish.pictures() + AutoencoderTraining.heldOutPictures();
        var progress = new Progress(folder, "pictures", all, 1);
        IntFunction<byte[]> draw = i -> {
            stop.check();
            if (i % 2000 == 0) {
                progress.report(i, "");
            }
            return (i < wish.pictures() ? learnt.picture(i) : heldOut.picture(i - wish.pictures())).rgb();
        };
        Path file = folder.resolve("pictures.bin");
        int bytes = Pictures.recordBytes(sizes.side());
        RecordFile drawn = RecordFile.filled(file, bytes, all, draw);
        if (holds(drawn, learnt, bytes)) {
            return drawn;
        }
        progress.say("pictures.bin was drawn by another version: drawn anew, because captions must fit");
        drawn.close();
        Files.delete(file);
        return RecordFile.filled(file, bytes, all, draw);
    }

    private static boolean holds(RecordFile drawn, Gallery data, int bytes) {
        var stored = new byte[bytes];
        for (int i = 0; i < COMPARED; i++) {
            drawn.read(i, 0, stored, 0, bytes);
            if (!Arrays.equals(stored, data.picture(i).rgb())) {
                return false;
            }
        }
        return true;
    }

    private AutoencoderTraining autoencoder(Pictures pictures) throws IOException {
        Beginning beginning = wish.beginning(tensors);
        var plan = StarterPlan.fixed(
                folder.resolve("autoencoder.json"),
                AutoencoderTraining.Plan.class,
                () -> planAutoencoder(pictures, beginning));
        var progress = new Progress(folder, "autoencoder", plan.steps(), plan.batch());
        return new AutoencoderTraining(
                tensors, sizes.autoencoder(), pictures, plan, wish.seed(), beginning, wish.decoderOnly(), progress);
    }

    /// As many steps as the time allows, by a measured rate.
    private AutoencoderTraining.Plan planAutoencoder(Pictures pictures, Beginning beginning) {
        if (wish.autoencoderShare() == 0 && !wish.decoderOnly()) {
            return new AutoencoderTraining.Plan(1, 1, window(), AUTOENCODER_BATCH, wish.bfloat16(), 1); // never taken
        }
        double seconds = wish.hours() * 3600 * (wish.decoderOnly() ? 1 : wish.autoencoderShare());
        boolean goesOn = beginning.fits(Autoencoder.shapes(sizes.autoencoder()), Network.VAE);
        double windowShare = goesOn ? 0 : WINDOW_SHARE;
        int windowSteps = goesOn ? 0 : (int) Math.max(1, seconds * windowShare / secondsPerStep(pictures, window()));
        int wholeSteps = (int) Math.max(1, seconds * (1 - windowShare) / secondsPerStep(pictures, sizes.side()));
        int steps = windowSteps + wholeSteps;
        return new AutoencoderTraining.Plan(
                steps, windowSteps, window(), AUTOENCODER_BATCH, wish.bfloat16(), Math.max(1, steps / REPORTS));
    }

    /// Half the side: a window of the first steps costs a quarter of a whole picture.
    private int window() {
        return sizes.side() / 2;
    }

    /// Trains a throw-away network for a few steps.
    private double secondsPerStep(Pictures pictures, int window) {
        var plan =
                new AutoencoderTraining.Plan(1000, 1000, window, AUTOENCODER_BATCH, wish.bfloat16(), Integer.MAX_VALUE);
        var trial = new AutoencoderTraining(
                tensors,
                sizes.autoencoder(),
                pictures,
                plan,
                wish.seed(),
                new Beginning(tensors, null),
                wish.decoderOnly(),
                new Progress(folder, "trial", 1, 1));
        return Pace.of(trial).median();
    }
}
