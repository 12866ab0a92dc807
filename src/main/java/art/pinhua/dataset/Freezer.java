package art.pinhua.dataset;

import art.pinhua.campaign.Campaigns;
import art.pinhua.curation.Curations;
import art.pinhua.platform.Ids;
import art.pinhua.platform.jobs.RunningJob;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.contract.PreferenceGroup.Split;
import art.pinhua.training.contract.SnapshotFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Makes a snapshot of a curation run; the same content again gives the one that is there.
@ApplicationScoped
class Freezer {

    private final Campaigns campaigns;
    private final Curations curations;
    private final SnapshotRows rows;
    private final SnapshotFolders folders;
    private final Ids ids;
    private final Clock clock;

    Freezer(
            Campaigns campaigns,
            Curations curations,
            SnapshotRows rows,
            SnapshotFolders folders,
            Ids ids,
            Clock clock) {
        this.campaigns = campaigns;
        this.curations = curations;
        this.rows = rows;
        this.folders = folders;
        this.ids = ids;
        this.clock = clock;
    }

    private record Frozen(Curations.PreferenceSet set, SnapshotRows.BaseModel base, SnapshotContent content) {
        String digest() {
            return content.manifest().digest();
        }
    }

    /// The snapshot of a curation run, if it was frozen before.
    ///
    /// @throws ProblemException `NOT_FOUND`, `VOTES_WITHDRAWN`, `NO_PREFERENCES`, `DIFFERENT_CLIP_SKIPS`
    Optional<Snapshot> there(UUID curationId) {
        return rows.byDigest(content(curationId).digest());
    }

    /// @throws ProblemException naming the image or word whose bytes are nowhere
    void freeze(RunningJob job, FreezeWork.Wish wish) {
        var frozen = content(job.subjectId());
        if (rows.byDigest(frozen.digest()).isPresent()) {
            return;
        }
        var content = frozen.content();
        Path folder = folders.build(
                frozen.digest(),
                content.parts(),
                draft -> SnapshotFiles.write(draft, content.manifest(), content.groups()),
                (done, total) -> {
                    job.progress(done, total, "");
                    job.check();
                });
        String manifest = read(folder.resolve("snapshot.json"));
        job.write(() -> rows.insert(snapshot(job.subjectId(), frozen, wish), content, manifest));
    }

    /// A snapshot shows its pictures, so that a comparison has to be closed before.
    private Frozen content(UUID curationId) {
        var set =
                curations.preferences(curationId).orElseThrow(() -> ProblemException.notFound("curation", curationId));
        campaigns.checkShown(set.campaignId());
        curations.checkNoneWithdrawn(curationId);
        if (set.groups().isEmpty()) {
            throw new ProblemException(DatasetProblem.NO_PREFERENCES, nothingPreferred(set));
        }
        var base = rows.baseModelOf(set.campaignId());
        var words = rows.words(
                set.campaignId(),
                base.id(),
                set.groups().stream().map(Curations.PreferenceGroup::promptId).toList());
        return new Frozen(set, base, SnapshotContent.of(set, base.digest(), words, clipSkip(curationId)));
    }

    /// A run reads all prompts alike, and so as all images were drawn.
    private int clipSkip(UUID curationId) {
        List<Integer> found = rows.clipSkips(curationId);
        if (found.size() > 1) {
            throw new ProblemException(DatasetProblem.DIFFERENT_CLIP_SKIPS, notAlike(found));
        }
        return found.getFirst();
    }

    private static String notAlike(List<Integer> clipSkips) {
        String numbers = clipSkips.stream().map(String::valueOf).collect(Collectors.joining(", some with "));
        return "Some images were drawn with %s skipped text layers, but training reads all prompts alike."
                .formatted(numbers);
    }

    private static String nothingPreferred(Curations.PreferenceSet set) {
        String reasons = set.excluded().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
        String leftOut = reasons.isEmpty() ? "" : " (left out: " + reasons + ")";
        return "Of %d votes %d count%s, and they prefer no image to another. Collect more votes, then curate again."
                .formatted(set.votes(), set.kept(), leftOut);
    }

    private Snapshot snapshot(UUID curationId, Frozen frozen, FreezeWork.Wish wish) {
        var content = frozen.content();
        return new Snapshot(
                ids.next(),
                curationId,
                frozen.set().campaignId(),
                wish.name(),
                frozen.digest(),
                frozen.base().id(),
                SnapshotRows.count(content.groups(), Split.TRAIN),
                SnapshotRows.count(content.groups(), Split.HELDOUT),
                content.manifest().counts().getOrDefault("pairs", 0L).intValue(),
                content.images().size(),
                wish.person(),
                clock.instant());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
