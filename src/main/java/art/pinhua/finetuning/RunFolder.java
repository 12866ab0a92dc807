package art.pinhua.finetuning;

import art.pinhua.dataset.Snapshots;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.Leftovers;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.registry.ModelFiles;
import art.pinhua.registry.Registry;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.PreferenceGroup.Split;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunConfig.LoraTarget;
import art.pinhua.training.contract.RunConfig.SamplePrompt;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.RunningTrainer;
import art.pinhua.training.contract.SnapshotFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Prepares the folder a trainer works in. Its `run.json` names all that the run needs: with the files that it names,
/// and without server or database, the run can be repeated.
@Singleton
class RunFolder {

    /// Weight of the denoising loss on preferred images, which keeps the pictures whole.
    private static final double ANCHOR = .1;

    /// Weight of staying where the base is under the empty prompt, which guidance pushes away from (decision 21).
    private static final double EMPTY_ANCHOR = 2;

    private static final double SDPO_MU = .5;
    private static final int WARM_UP = 20;
    private static final double WEIGHT_DECAY = .01;
    private static final double CLIP = 1;
    private static final double EMA = .99;

    private final Snapshots snapshots;
    private final Registry registry;
    private final ModelFiles files;
    private final Blobs blobs;
    private final DataFolder data;
    private final TrainerSettings settings;

    RunFolder(
            Snapshots snapshots,
            Registry registry,
            ModelFiles files,
            Blobs blobs,
            DataFolder data,
            TrainerSettings settings) {
        this.snapshots = snapshots;
        this.registry = registry;
        this.files = files;
        this.blobs = blobs;
        this.data = data;
        this.settings = settings;
    }

    Path of(UUID runId) {
        return data.folder("runs").resolve(runId.toString());
    }

    /// Makes the folder ready. One that is there already keeps its settings, so that a resumed run stays the same; only
    /// the places of its files follow the data folder.
    Path prepare(Run run) {
        Path folder = of(run.id());
        try {
            Files.createDirectories(folder);
            Path snapshot = snapshots.folder(run.snapshotId());
            RunConfig fresh = config(run, snapshot);
            RunConfig kept = Files.exists(folder.resolve(RunFiles.CONFIG)) ? RunFiles.config(folder) : fresh;
            RunFiles.writeConfig(folder, kept.at(fresh.base(), fresh.parentAdapter(), fresh.snapshot()));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the run folder " + folder, e);
        }
    }

    /// The trainer that had the folder last, as it says itself.
    Optional<RunningTrainer> trainer(UUID runId) {
        try {
            return RunFiles.trainer(of(runId));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read which trainer had " + of(runId), e);
        }
    }

    /// Gives back the room of what only a run needs that goes on: checkpoints, and the samples, which are
    /// among the blobs. Settings, events, manifest and log stay. To be called of a run that is done.
    void clear(UUID runId) {
        Leftovers.remove(of(runId).resolve(RunFiles.CHECKPOINTS));
        Leftovers.remove(of(runId).resolve(RunFiles.SAMPLES));
    }

    private RunConfig config(Run run, Path snapshot) throws IOException {
        var version = registry.version(run.baseVersionId());
        var parent = version.adapter();
        return new RunConfig(
                run.id().toString(),
                run.seed(),
                new RunConfig.Base(files.pipeline(version.baseModel()).toString(), words(snapshot)),
                parent == null ? null : blobs.file(parent.sha256()).toString(),
                snapshot.toString(),
                new RunConfig.Objective(run.objective(), run.beta(), SDPO_MU, ANCHOR, EMPTY_ANCHOR),
                new RunConfig.Lora(run.rank(), run.rank(), List.of(LoraTarget.values())),
                new RunConfig.Optimiser(
                        run.learningRate(), Math.min(WARM_UP, run.steps() / 5), WEIGHT_DECAY, CLIP, EMA),
                run.batchGroups(),
                run.steps(),
                settings.checkpointEvery(),
                settings.sampleEvery(),
                samplePrompts(SnapshotFiles.groups(snapshot)),
                settings.threads(),
                settings.device().toString(),
                RunConfig.StopRules.USUAL,
                version.baseModel().usualSampling().settings());
    }

    /// What the snapshot's pictures were drawn with, its prompts are read with.
    private static List<ModelSource.Word> words(Path snapshot) throws IOException {
        return SnapshotFiles.manifest(snapshot).wordsOrNone().stream()
                .map(each -> new ModelSource.Word(
                        SnapshotFiles.word(snapshot, each.sha256()).toString(), each.word()))
                .toList();
    }

    /// Prompts never trained on come first: they show what was learned, not what was memorised.
    private List<SamplePrompt> samplePrompts(List<PreferenceGroup> groups) {
        List<String> prompts = groups.stream()
                .sorted(Comparator.comparing((PreferenceGroup g) -> g.split() == Split.TRAIN))
                .map(PreferenceGroup::prompt)
                .distinct()
                .limit(settings.samplePrompts())
                .toList();
        return prompts.stream()
                .map(p -> new SamplePrompt(p, 1L + prompts.indexOf(p)))
                .toList();
    }
}
