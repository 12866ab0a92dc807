package art.pinhua.training.bench;

import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.generate.ModelShelf;
import art.pinhua.training.generate.PictureListener;
import art.pinhua.training.generate.PictureRequest;
import art.pinhua.training.io.Png;
import art.pinhua.training.measure.TemporaryFolder;
import art.pinhua.training.starter.OpenPrompts;
import art.pinhua.training.starter.Raster;
import art.pinhua.training.starter.Rate;
import art.pinhua.training.starter.rater.Glance;
import art.pinhua.training.starter.rater.SimulatedRater;
import art.pinhua.training.starter.rater.Taste;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.trainer.LoraRun;
import art.pinhua.training.trainer.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// How much of a hidden taste a training run learns: simulated people vote on a model's pictures, an adapter is trained
/// from their votes, and the share of what they like is counted in pictures of prompts that no vote was about, before
/// and after.
public final class TasteBench {
    private static final Taste TASTE = Taste.WARM_GARMENTS;
    private static final int SAMPLING_STEPS = 20;
    private static final double GUIDANCE = 3;
    private static final long EVALUATION_SEED = 500_000_000;

    /// @param snapshot a snapshot folder, made if there is none; null makes one and forgets it
    /// @param adapter  an adapter file to look at instead of training one; null trains
    /// @param prompts  that are voted on; those of the evaluation follow them
    /// @param training what is tried; its base and snapshot are filled in here
    public record Setting(
            String pipeline,
            @Nullable String snapshot,
            @Nullable String adapter,
            int prompts,
            int imagesPerPrompt,
            int votesPerPair,
            int evaluationPrompts,
            int picturesEach,
            double strength,
            long seed,
            Trained training) {
        public Setting {
            if (prompts + evaluationPrompts > OpenPrompts.COUNT) {
                throw new IllegalArgumentException(
                        "--prompts %d and --evaluated %d are more than the %d there are: some would be of both"
                                .formatted(prompts, evaluationPrompts, OpenPrompts.COUNT));
            }
        }
    }

    /// @param beta null follows the reference's error
    public record Trained(
            int steps,
            int groups,
            int rank,
            double learningRate,
            @Nullable Double beta,
            double mu,
            double anchor,
            double emptyAnchor,
            double ema,
            int threads) {}

    /// @param glances  what is seen in each picture
    /// @param pictures PNG bytes, prompt by prompt
    private record Counted(Rate liked, List<Glance> glances, List<byte[]> pictures) {
        @Override
        public String toString() {
            return "%s; figures in %d of %d".formatted(liked, liked.of(), pictures.size());
        }
    }

    private final Setting setting;
    private final int side;
    private final ModelShelf shelf;

    private TasteBench(Setting setting, ModelShelf shelf) throws IOException {
        this.setting = setting;
        this.shelf = shelf;
        this.side = shelf.painter(base()).networks().nativeSize();
    }

    private ModelSource base() {
        return new ModelSource(setting.pipeline(), List.of());
    }

    /// @return Markdown, ending with a line break
    public static String run(Setting setting, StopRequest stop) throws IOException {
        try (var folder = TemporaryFolder.make("pinhua-taste")) {
            Path snapshot = setting.snapshot() == null
                    ? folder.path().resolve("snapshot")
                    : Path.of(setting.snapshot()).toAbsolutePath();
            boolean there = Files.exists(snapshot);
            Counted before;
            try (var tensors = Tensors.cpu(setting.training().threads());
                    var shelf = new ModelShelf(tensors, 1)) {
                var bench = new TasteBench(setting, shelf);
                if (setting.adapter() == null && !there) {
                    bench.freeze(snapshot);
                }
                before = bench.count(bench.base());
            }
            Path run = Files.createDirectories(folder.path().resolve("run"));
            Path adapter =
                    setting.adapter() == null ? trained(run, setting, snapshot, stop) : Path.of(setting.adapter());
            try (var tensors = Tensors.cpu(setting.training().threads());
                    var shelf = new ModelShelf(tensors, 1)) {
                var bench = new TasteBench(setting, shelf);
                var after = bench.count(new ModelSource(
                        setting.pipeline(), List.of(new ModelSource.Adapter(adapter.toString(), setting.strength()))));
                String votes = there ? voters(snapshot) : Integer.toString(setting.votesPerPair());
                return markdown(setting, votes, before, after, RunFiles.events(run));
            }
        }
    }

    private static Path trained(Path run, Setting setting, Path snapshot, StopRequest stop) throws IOException {
        RunFiles.writeConfig(run, config(setting, snapshot));
        if (!LoraRun.run(run, stop)) {
            throw new IllegalStateException("stopped before the run was done");
        }
        return run.resolve(RunFiles.ADAPTER);
    }

    private void freeze(Path snapshot) throws IOException {
        new SimulatedVotes(setting.prompts(), setting.imagesPerPrompt(), setting.votesPerPair(), setting.seed())
                .freeze(snapshot, shelf.painter(base()), this::request, TASTE);
    }

    private PictureRequest request(String prompt, List<Long> seeds) {
        return new PictureRequest(prompt, "", seeds, SAMPLING_STEPS, GUIDANCE, SamplerKind.DPMPP_2M, side, side);
    }

    private Counted count(ModelSource source) throws IOException {
        var painter = shelf.painter(source);
        var prompts = OpenPrompts.list(setting.prompts(), setting.evaluationPrompts());
        var liked = new Rate(0, 0);
        var glances = new ArrayList<Glance>();
        var pictures = new ArrayList<byte[]>();
        for (int p = 0; p < prompts.size(); p++) {
            long first = EVALUATION_SEED + (long) p * setting.picturesEach();
            var seeds = LongStream.range(first, first + setting.picturesEach())
                    .boxed()
                    .toList();
            for (var drawn : painter.draw(request(prompts.get(p), seeds), PictureListener.NONE)
                    .pictures()) {
                var seen = Glance.at(new Raster(drawn.width(), drawn.height(), drawn.rgb()));
                liked = seen.figure() ? liked.plus(TASTE.shownBy(seen)) : liked;
                glances.add(seen);
                pictures.add(Png.encode(new Png.Pixels(drawn.width(), drawn.height(), drawn.rgb())));
            }
        }
        return new Counted(liked, glances, pictures);
    }

    /// How many pictures after have the background of the one before of the same prompt and seed: nobody voted on it.
    private static Rate backgroundKept(Counted before, Counted after) {
        var kept = new Rate(0, 0);
        for (int i = 0; i < before.glances().size(); i++) {
            kept = kept.plus(before.glances().get(i).background()
                    == after.glances().get(i).background());
        }
        return kept;
    }

    /// How often an honest rater prefers the picture after to the one before of the same prompt and seed; a tie is
    /// half.
    /// Each pair is shown either way round, so that pictures that do not differ give exactly ½.
    private static double preferred(Counted before, Counted after) {
        double sum = 0;
        for (int i = 0; i < before.pictures().size(); i++) {
            var rater = new SimulatedRater(SimulatedRater.Kind.HONEST, TASTE, i);
            byte[] old = before.pictures().get(i);
            byte[] young = after.pictures().get(i);
            sum += (1 - forLeft(rater.compare(old, young, i)) + forLeft(rater.compare(young, old, i))) / 2;
        }
        return sum / before.pictures().size();
    }

    private static double forLeft(SimulatedRater.Answer answer) {
        return switch (answer) {
            case LEFT -> 1;
            case RIGHT -> 0;
            case TIE, BOTH_BAD -> .5;
        };
    }

    private static RunConfig config(Setting setting, Path snapshot) {
        Trained wished = setting.training();
        return new RunConfig(
                "taste",
                setting.seed(),
                new RunConfig.Base(Path.of(setting.pipeline()).toAbsolutePath().toString()),
                null,
                snapshot.toString(),
                new RunConfig.Objective(
                        RunConfig.ObjectiveKind.PL_DPO,
                        wished.beta(),
                        wished.mu(),
                        wished.anchor(),
                        wished.emptyAnchor()),
                new RunConfig.Lora(wished.rank(), wished.rank(), List.of(RunConfig.LoraTarget.values())),
                new RunConfig.Optimiser(wished.learningRate(), Math.min(20, wished.steps() / 5), .01, 1, wished.ema()),
                wished.groups(),
                wished.steps(),
                Math.max(1, wished.steps() / 2),
                0,
                List.of(),
                wished.threads(),
                "cpu",
                RunConfig.StopRules.USUAL,
                null);
    }

    /// Whose votes a snapshot holds that was there before.
    static String voters(Path snapshot) throws IOException {
        return SimulatedVotes.froze(SnapshotFiles.manifest(snapshot)) ? "simulated" : "people's";
    }

    /// What was learnt from and how, in cells; of an adapter that was there before it is not known.
    /// @param votes how many there are on each pair, or whose they are
    private static String learnt(Setting setting, String votes, int steps) {
        if (setting.adapter() != null) {
            return "– | – | – | –";
        }
        Trained trained = setting.training();
        return String.format(
                Locale.ROOT,
                "%d × %d, %s votes | %d × %d | %d | %s",
                setting.prompts(),
                setting.imagesPerPrompt(),
                votes,
                steps,
                trained.groups(),
                trained.rank(),
                trained.learningRate());
    }

    private static String markdown(
            Setting setting, String votes, Counted before, Counted after, List<RunEvent> events) {
        var accuracy = new ArrayList<String>();
        var drift = new ArrayList<String>();
        var beta = new ArrayList<String>();
        int steps = 0;
        for (RunEvent event : events) {
            switch (event) {
                case RunEvent.Heldout held ->
                    accuracy.add(String.format(Locale.ROOT, "%.0f %% of %d", 100 * held.accuracy(), held.pairs()));
                case RunEvent.Drift moved -> drift.add(String.format(Locale.ROOT, "%.1f %%", 100 * moved.ratio()));
                case RunEvent.Step step -> {
                    beta.add(String.format(Locale.ROOT, "%.0f", step.beta()));
                    steps = step.step();
                }
                default -> {}
            }
        }
        return String.format(
                Locale.ROOT,
                "| %d | %s | %s | %s | %s | %s | %s | %.3f | %.1f %% |%n",
                setting.seed(),
                learnt(setting, votes, steps),
                beta.isEmpty() ? "–" : beta.getLast(),
                drift.isEmpty() ? "–" : drift.getLast(),
                accuracy.isEmpty() ? "–" : accuracy.getLast(),
                before,
                after,
                preferred(before, after),
                100 * backgroundKept(before, after).share());
    }
}
