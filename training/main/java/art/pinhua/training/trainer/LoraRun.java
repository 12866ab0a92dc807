package art.pinhua.training.trainer;

import art.pinhua.training.contract.AdapterContent;
import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFailure;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.RunningTrainer;
import art.pinhua.training.contract.SnapshotManifest;
import art.pinhua.training.data.PreferenceData;
import art.pinhua.training.generate.AdaptedModel;
import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.generate.ModelInspection;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.OpenDevice;
import art.pinhua.training.generate.TrainingFit;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.lora.LoraParameters;
import art.pinhua.training.model.UNet;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.apache.commons.codec.digest.DigestUtils;

/// One run: from a run folder with its `run.json` to `adapter.safetensors`, through checkpoints in the same folder. Run
/// again on the same folder, it continues; the adapter's bytes do not depend on interruptions.
public final class LoraRun {
    private static final Optimiser.Settings ADAM = new Optimiser.Settings(.9, .999, 1e-8, 0, 1, 0);

    private static final int DRIFT_EVERY = 10;

    /// Of a step that takes long.
    private static final Duration SIGNS_OF_LIFE = Duration.ofSeconds(10);

    private final Path folder;
    private final RunConfig config;
    private final StopRequest stop;
    private final Instant started = Instant.now();

    private LoraRun(Path folder, RunConfig config, StopRequest stop) {
        this.folder = folder;
        this.config = config;
        this.stop = stop;
    }

    /// Trains to the end, to a failure, which is thrown, or until asked to stop. Either way the last event says so.
    /// @return whether the run is finished
    /// @throws TrainingException without an event when another trainer works in the folder, whose events they are
    public static boolean run(Path folder, StopRequest stop) throws IOException {
        RunConfig config = RunFiles.config(folder);
        try (var _ = RunLock.of(folder)) {
            RunFiles.writeTrainer(folder, RunningTrainer.of(ProcessHandle.current()));
            return run(folder, config, stop);
        }
    }

    private static boolean run(Path folder, RunConfig config, StopRequest stop) throws IOException {
        try {
            return new LoraRun(folder, config, stop).run();
        } catch (StopRequest.Stopped asked) {
            RunFiles.append(folder, new RunEvent.Cancelled(lastStep(folder)));
            return false;
        } catch (OutOfMemoryError e) {
            var full = new TrainingException("The Java heap of the trainer is full: raise pinhua.trainer.heap", e);
            tell(folder, full);
            throw full;
        } catch (IOException | RuntimeException e) {
            tell(folder, e);
            throw e;
        }
    }

    /// Where even that has no room, the process' end still says so.
    private static void tell(Path folder, Exception failure) {
        try {
            RunFiles.append(folder, new RunEvent.Failed(lastStep(folder), message(failure), RunFailure.of(failure)));
        } catch (IOException | RuntimeException | OutOfMemoryError untold) {
            failure.addSuppressed(untold);
        }
    }

    /// What was being done, and what was in the way.
    static String message(Throwable failure) {
        String own = failure.getMessage();
        String said = own == null || failure instanceof FileSystemException ? failure.toString() : own;
        Throwable cause = failure.getCause();
        String reason = cause == null ? "" : message(cause);
        return said.contains(reason) ? said : said + ": " + reason;
    }

    private static int lastStep(Path folder) throws IOException {
        List<RunEvent> events = RunFiles.events(folder);
        return events.isEmpty() ? 0 : events.getLast().step();
    }

    private boolean run() throws IOException {
        PreferenceData data = PreferenceData.read(place(config.snapshot()));
        ModelSource source = source();
        RunWords.check(source.wordsOrNone(), data.manifest());
        String parent = config.parentAdapter();
        TrainingFit.require(place(config.base().pipeline()), parent == null ? null : place(parent));
        try (Tensors tensors = OpenDevice.of(ComputeDevice.of(config.device()), config.threads());
                BaseModel base = BaseModel.read(tensors, place(config.base().pipeline()))) {
            try (AdaptedModel reading = AdaptedModel.of(tensors, base, source)) {
                var session = new Session(tensors, base, reading.networks(), data);
                return session.train();
            }
        }
    }

    /// The base model with the words that its prompts are read with.
    private ModelSource source() {
        return new ModelSource(
                config.base().pipeline(),
                List.of(),
                config.base().wordsOrNone().stream()
                        .map(word -> new ModelSource.Word(place(word.file()).toString(), word.word()))
                        .toList());
    }

    /// Relative paths count from the run folder.
    private Path place(String path) {
        return folder.resolve(path);
    }

    /// The parts of a run while the engine is open.
    private final class Session implements PreferenceTraining.Listener {
        private final Tensors tensors;
        private final BaseModel base;
        private final Map<String, String> digests;
        private final LoraParameters lora;
        private final Networks before;
        private final Networks averaged;
        private final Optimiser optimiser;
        private final WeightDrift drift;
        private final PreferenceTraining training;
        private final Checkpoints checkpoints;
        private final HeldOutBank heldOut;
        private final RunSamples samples;
        private final Pacing pacing;
        private final int trainingGroups;
        private final int resumed;
        private final Preparation preparation;
        private Optional<HeldOutBank.Accuracy> lastAccuracy = Optional.empty();
        private int evaluatedStep = -1;
        private long told = System.nanoTime();

        Session(Tensors tensors, BaseModel base, Networks baseNetworks, PreferenceData data) throws IOException {
            this.tensors = tensors;
            this.base = base;
            this.digests = digests(data);
            this.lora = parameters();
            Map<String, Lora> parent = config.parentAdapter() == null
                    ? Map.of()
                    : parameters().adapters(); // arrays of their own, which no step changes
            UNet reference = parent.isEmpty() ? baseNetworks.unet() : adapted(parent);
            this.before = baseNetworks.over(reference);
            UNet trained = adapted(lora.adapters());
            this.optimiser = new Optimiser(tensors, settings(), lora.parameters());
            this.averaged = baseNetworks.over(adapted(lora.adaptersOver(optimiser.averages())));
            this.checkpoints = new Checkpoints(tensors, folder.resolve(RunFiles.CHECKPOINTS), digests);
            this.resumed = Math.toIntExact(checkpoints.newestStep());
            this.samples = new RunSamples(tensors, folder, config.samplePrompts(), config.samplingOrPlain());
            List<StudyGroup> heldOutGroups =
                    data.heldOut().stream().map(StudyGroup::of).toList();
            int parts = data.images().size() + HeldOutBank.evaluations(heldOutGroups) + sampleSteps();
            this.preparation = new Preparation(resumed, parts, this::tell, stop::check);
            var material = new StudyMaterial(tensors, baseNetworks, data, clipSkip(data.manifest()), preparation);
            var schedule = baseNetworks.schedule();
            List<StudyGroup> groups =
                    data.training().stream().map(StudyGroup::of).toList();
            this.trainingGroups = groups.size();
            this.drift = new WeightDrift(tensors, base.unetWeights(), parent, lora.adapters());
            this.training = new PreferenceTraining(
                    tensors,
                    config,
                    groups,
                    material,
                    schedule,
                    new PreferenceTraining.Pair(trained, reference),
                    optimiser,
                    this,
                    BatchPart.PLACES_AT_ONCE);
            this.heldOut =
                    new HeldOutBank(tensors, heldOutGroups, material, schedule, config.seed(), reference, preparation);
            this.pacing = new Pacing(config.steps());
        }

        /// Prompts are read as the snapshot's pictures were drawn; where it does not say how, as this
        /// model's are. A run that began before they were goes on as it began.
        private int clipSkip(SnapshotManifest snapshot) throws IOException {
            return resumed == 0
                    ? snapshot.clipSkipOr(config.samplingOrPlain().clipSkip())
                    : Integer.parseInt(checkpoints.newestNumbers().getOrDefault(PreferenceTraining.CLIP_SKIP, "0"));
        }

        private int sampleSteps() {
            return config.sampleEvery() > 0 ? samples.steps() : 0;
        }

        /// What the run is made of, wherever it lies.
        private Map<String, String> digests(PreferenceData data) throws IOException {
            String parent = config.parentAdapter();
            var digests = new HashMap<>(Map.of(
                    "run", DigestUtils.sha256Hex(RunFiles.line(config.withoutPlaces())),
                    "snapshot", data.manifest().digest(),
                    "base", ModelInspection.digest(base.folder()),
                    "parent", parent == null ? "none" : FileDigest.of(place(parent))));
            if (!config.base().wordsOrNone().isEmpty()) {
                digests.put("words", wordsDigest());
            }
            return digests;
        }

        /// Of the vectors; the run's own digest has the words.
        private String wordsDigest() throws IOException {
            var files = new StringBuilder();
            for (ModelSource.Word word : config.base().wordsOrNone()) {
                files.append(FileDigest.of(place(word.file()))).append('\n');
            }
            return DigestUtils.sha256Hex(files.toString());
        }

        private Optimiser.Settings settings() {
            RunConfig.Optimiser wished = config.optimiser();
            return new Optimiser.Settings(
                    ADAM.beta1(), ADAM.beta2(), ADAM.epsilon(), wished.weightDecay(), wished.clip(), wished.ema());
        }

        private LoraParameters parameters() throws IOException {
            String parent = config.parentAdapter();
            SequencedMap<String, long[]> shapes = UNet.shapes(base.unetConfig());
            if (parent == null) {
                return LoraParameters.fresh(tensors, config.lora(), shapes, config.seed());
            }
            try (var file = AdapterFile.open(place(parent), Map.of(AdapterFile.Part.UNET, shapes))) {
                return LoraParameters.of(tensors, file);
            }
        }

        private UNet adapted(Map<String, Lora> adapters) {
            return UNet.of(tensors, base.unetConfig(), base.unetWeights(), adapters);
        }

        boolean train() throws IOException {
            tell(new RunEvent.Started(resumed, config.steps(), trainingGroups, heldOut.pairs()));
            if (config.sampleEvery() > 0) {
                samples.drawBefore(before, preparation);
            }
            pacing.begin(resumed);
            var loop = new TrainingLoop(checkpoints, stop);
            if (loop.run(training, config.steps(), config.checkpointEvery()) == TrainingLoop.Outcome.STOPPED) {
                tell(new RunEvent.Cancelled(Math.toIntExact(checkpoints.lastStep())));
                return false;
            }
            finish(Math.toIntExact(checkpoints.lastStep()));
            return true;
        }

        private void finish(int step) throws IOException {
            Optional<EarlyStop> early =
                    step < config.steps() ? training.guards().reasonToStop() : Optional.empty();
            if (early.isPresent()) {
                tell(new RunEvent.Stopped(step, early.get()));
            }
            if (evaluatedStep != step) {
                evaluate(step);
            }
            Path adapter = folder.resolve(RunFiles.ADAPTER);
            AdapterFile.write(
                    adapter,
                    lora.changes(tensors, optimiser.averages(), ElementType.F16),
                    RunManifest.adapterMetadata(config, base.unetConfig(), digests, step));
            String sha256 = FileDigest.of(adapter);
            Double accuracy = lastAccuracy.map(HeldOutBank.Accuracy::accuracy).orElse(null);
            var result = new RunManifest.Result(step, sha256, drift.measure(), accuracy, early);
            RunManifest.write(folder, config, digests, result, started);
            tell(new RunEvent.Done(step, RunFiles.ADAPTER, sha256, accuracy, content(adapter)));
        }

        private AdapterContent content(Path adapter) throws IOException {
            try (var file = AdapterFile.open(adapter, Map.of(AdapterFile.Part.UNET, UNet.shapes(base.unetConfig())))) {
                return ModelInspection.content(file);
            }
        }

        @Override
        public void stepped(long done, PreferenceTraining.Measured measured) {
            int step = Math.toIntExact(done);
            pacing.stepped(done, measured.images());
            try {
                tell(new RunEvent.Step(
                        step,
                        measured.loss(),
                        measured.accuracy(),
                        measured.margin(),
                        measured.winnerError(),
                        measured.loserError(),
                        measured.gradNorm(),
                        measured.lr(),
                        measured.beta(),
                        measured.lambda(),
                        pacing.imagesPerSecond(),
                        pacing.secondsLeft()));
                if (done % DRIFT_EVERY == 0) {
                    training.guards().moved(drift.measure());
                }
                if (config.sampleEvery() > 0 && done % config.sampleEvery() == 0 && done < config.steps()) {
                    evaluate(step);
                    lastAccuracy.ifPresent(heldOutNow -> training.guards().heldOut(heldOutNow.accuracy()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write into " + folder, e);
            }
        }

        @Override
        public void saved(long done, String file) {
            try {
                tell(new RunEvent.Checkpoint(Math.toIntExact(done), RunFiles.CHECKPOINTS + "/" + file));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write into " + folder, e);
            }
        }

        @Override
        public void computed(long step, int done, int total) {
            if (System.nanoTime() - told >= SIGNS_OF_LIFE.toNanos()) {
                try {
                    tell(new RunEvent.Part(Math.toIntExact(step), done, total));
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot write into " + folder, e);
                }
            }
            stop.check();
        }

        private void evaluate(int step) throws IOException {
            evaluatedStep = step;
            WeightDrift.Moved moved = drift.measure();
            tell(new RunEvent.Drift(step, moved.ratio(), moved.layer(), moved.layerRatio()));
            // not ended by a wish to stop: what the rules see of a measurement must not depend on interruptions
            var measurement = new Preparation(step, heldOut.evaluations() + sampleSteps(), this::tell, () -> {});
            measureHeldOut(step, measurement);
            drawSamples(step, measurement);
        }

        private void measureHeldOut(int step, Preparation measurement) throws IOException {
            if (heldOut.pairs() > 0) {
                HeldOutBank.Accuracy accuracy = heldOut.measure(averaged.unet(), measurement);
                lastAccuracy = Optional.of(accuracy);
                tell(new RunEvent.Heldout(step, accuracy.accuracy(), accuracy.pairs()));
            }
        }

        private void drawSamples(int step, Preparation measurement) throws IOException {
            if (config.sampleEvery() > 0) {
                for (RunEvent event : samples.drawTrained(averaged, step, measurement)) {
                    tell(event);
                }
            }
        }

        private void tell(RunEvent event) throws IOException {
            told = System.nanoTime();
            RunFiles.append(folder, event);
        }
    }
}
