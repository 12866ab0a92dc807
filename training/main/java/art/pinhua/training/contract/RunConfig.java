package art.pinhua.training.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `run.json`: all that decides a run's result, next to the bytes of the files that it names: base model, learned
/// words, parent adapter and snapshot. Relative paths count from the run folder, so that a run and what it names can be
/// moved together.
/// @param parentAdapter adapter file to start from; absent for a fresh one
/// @param snapshot      snapshot folder, see [SnapshotManifest]
/// @param batchGroups   preference groups per step
/// @param steps         optimiser steps
/// @param checkpointEvery steps between checkpoints
/// @param sampleEvery   steps between sample pictures, 0 for none
/// @param threads       threads one operator may use
/// @param device        a [ComputeDevice]: `cpu`, `cuda` or `cuda:N`
/// @param stopRules     when to stop before the last step; the usual rules when absent
/// @param sampling      how the sample pictures are drawn, and without which layers of the text encoder
///                      prompts are read; the plain settings when absent
public record RunConfig(
        String runId,
        long seed,
        Base base,
        @Nullable String parentAdapter,
        String snapshot,
        Objective objective,
        Lora lora,
        Optimiser optimiser,
        int batchGroups,
        int steps,
        int checkpointEvery,
        int sampleEvery,
        List<SamplePrompt> samplePrompts,
        int threads,
        String device,
        @Nullable StopRules stopRules,
        @Nullable SamplingSettings sampling) {

    public RunConfig {
        Refuse.blank("runId", runId);
        Refuse.blank("snapshot", snapshot);
        Refuse.unless(batchGroups >= 1 && batchGroups <= 4096, "batchGroups", "1 to 4096", batchGroups);
        Refuse.unless(steps >= 1 && steps <= 10_000_000, "steps", "1 to 10000000", steps);
        Refuse.unless(checkpointEvery >= 1, "checkpointEvery", "1 or more", checkpointEvery);
        Refuse.unless(sampleEvery >= 0, "sampleEvery", "0 or more", sampleEvery);
        Refuse.unless(threads >= 1 && threads <= 1024, "threads", "1 to 1024", threads);
        ComputeDevice.of(device); // refuses what is none
        samplePrompts = List.copyOf(samplePrompts);
        stopRules = stopRules == null ? StopRules.USUAL : stopRules;
    }

    /// The same settings with base model, learned words, parent adapter and snapshot lying elsewhere.
    public RunConfig at(Base otherBase, @Nullable String otherParent, String otherSnapshot) {
        return new RunConfig(
                runId,
                seed,
                otherBase,
                otherParent,
                otherSnapshot,
                objective,
                lora,
                optimiser,
                batchGroups,
                steps,
                checkpointEvery,
                sampleEvery,
                samplePrompts,
                threads,
                device,
                stopRules,
                sampling);
    }

    /// The settings without the places of files: what identifies a run next to the digests of those files.
    public RunConfig withoutPlaces() {
        return at(base.withoutPlaces(), parentAdapter == null ? null : "parent", "snapshot");
    }

    public StopRules stopRulesOrUsual() {
        return stopRules == null ? StopRules.USUAL : stopRules;
    }

    /// What is absent stays absent: a run that began before there were such settings is still the same
    /// run.
    public SamplingSettings samplingOrPlain() {
        return sampling == null ? SamplingSettings.PLAIN : sampling;
    }

    /// Limits beyond which a run stops by itself. A rule is switched off by a limit that nothing exceeds: a large
    /// `winnerError` or `drift`, a `trainingAccuracy` of 1.
    /// @param winnerError      largest error on preferred pictures, as a multiple of the reference's
    /// @param winnerSteps      steps in a row for which it must be exceeded
    /// @param drift            largest change of the adapted layers, relative to their weights
    /// @param trainingAccuracy above it a held-out accuracy that does not rise means overfitting
    /// @param flatMeasurements held-out measurements in a row that must show it
    public record StopRules(
            double winnerError, int winnerSteps, double drift, double trainingAccuracy, int flatMeasurements) {
        public static final StopRules USUAL = new StopRules(1.02, 50, .15, .95, 3);

        public StopRules {
            Refuse.unless(winnerError >= 1, "winnerError", "1 or more", winnerError);
            Refuse.unless(winnerSteps >= 1, "winnerSteps", "1 or more", winnerSteps);
            Refuse.unless(drift > 0, "drift", "positive", drift);
            Refuse.unless(
                    trainingAccuracy > 0 && trainingAccuracy <= 1,
                    "trainingAccuracy",
                    "above 0 and up to 1",
                    trainingAccuracy);
            Refuse.unless(flatMeasurements >= 1, "flatMeasurements", "1 or more", flatMeasurements);
        }
    }

    /// @param pipeline folder in diffusers layout
    /// @param words    learned words that the snapshot's pictures were drawn with; absent for none
    public record Base(String pipeline, @Nullable List<ModelSource.Word> words) {
        public Base {
            Refuse.blank("pipeline", pipeline);
            words = words == null || words.isEmpty() ? null : List.copyOf(words);
        }

        public Base(String pipeline) {
            this(pipeline, null);
        }

        public List<ModelSource.Word> wordsOrNone() {
            return words == null ? List.of() : words;
        }

        Base withoutPlaces() {
            return new Base(
                    "base",
                    wordsOrNone().stream()
                            .map(word -> new ModelSource.Word("word", word.word()))
                            .toList());
        }
    }

    public enum ObjectiveKind {
        /// Denoising loss on the preferred picture of each group, by the groups' weights; no reference.
        SFT,
        /// Listwise preference loss over each group's order; Diffusion-DPO for pairs.
        PL_DPO
    }

    /// @param beta     β of Diffusion-DPO: half of it multiplies the error margins; absent to derive it from the
    ///                 reference's error
    /// @param sdpoMu   µ of the safeguarded loser gradient, 0 to switch it off
    /// @param anchor   weight of the denoising loss on the preferred picture, 0 for none
    /// @param emptyAnchor weight, times half of β, of the squared distance from the reference under the
    ///                 empty prompt, which guidance pushes away from; 0 or absent for none
    public record Objective(
            ObjectiveKind kind,
            @Nullable Double beta,
            double sdpoMu,
            double anchor,
            @Nullable Double emptyAnchor) {
        public Objective {
            if (beta != null) {
                Refuse.unless(beta > 0, "beta", "positive", beta);
            }
            Refuse.unless(sdpoMu >= 0, "sdpoMu", "0 or more", sdpoMu);
            Refuse.unless(anchor >= 0, "anchor", "0 or more", anchor);
            if (emptyAnchor != null) {
                Refuse.unless(emptyAnchor >= 0, "emptyAnchor", "0 or more", emptyAnchor);
            }
        }
    }

    public enum LoraTarget {
        /// Queries, keys, values and outputs of self- and cross-attention.
        ATTENTION,
        FEED_FORWARD,
        /// `proj_in` and `proj_out` of each transformer.
        PROJECTIONS
    }

    /// @param alpha the adapter's effect is scaled by alpha / rank
    public record Lora(int rank, double alpha, List<LoraTarget> targets) {
        public Lora {
            Refuse.unless(rank >= 1 && rank <= 1024, "rank", "1 to 1024", rank);
            Refuse.unless(alpha > 0, "alpha", "positive", alpha);
            targets = List.copyOf(targets);
            Refuse.unless(!targets.isEmpty(), "targets", "a list of one or more", targets);
        }
    }

    /// @param lr     learning rate after warm-up
    /// @param warmup steps of linear warm-up
    /// @param clip   largest norm of the whole gradient
    /// @param ema    decay of the averaged adapter per step, 0 for none
    public record Optimiser(double lr, int warmup, double weightDecay, double clip, double ema) {
        public Optimiser {
            Refuse.unless(lr > 0 && lr < 1, "lr", "between 0 and 1", lr);
            Refuse.unless(warmup >= 0, "warmup", "0 or more", warmup);
            Refuse.unless(weightDecay >= 0, "weightDecay", "0 or more", weightDecay);
            Refuse.unless(clip > 0, "clip", "positive", clip);
            Refuse.unless(ema >= 0 && ema < 1, "ema", "0 or more and below 1", ema);
        }
    }

    /// A prompt drawn with a fixed seed again and again, so that progress can be seen.
    public record SamplePrompt(String prompt, long seed) {
        public SamplePrompt {
            Refuse.blank("prompt", prompt);
        }
    }
}
