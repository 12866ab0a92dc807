package art.pinhua.dataset;

import art.pinhua.campaign.Campaigns;
import art.pinhua.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// Finds snapshots, and puts them on disk for whoever trains.
@ApplicationScoped
public class Snapshots {

    private final Campaigns campaigns;
    private final SnapshotRows rows;
    private final SnapshotFolders folders;

    Snapshots(Campaigns campaigns, SnapshotRows rows, SnapshotFolders folders) {
        this.campaigns = campaigns;
        this.rows = rows;
        this.folders = folders;
    }

    public List<Snapshot> all() {
        return rows.all();
    }

    /// @throws ProblemException if there is none
    public Snapshot byId(UUID id) {
        return rows.byId(id).orElseThrow(() -> ProblemException.notFound("snapshot", id));
    }

    /// The snapshot's folder, complete: made again where it is missing or damaged.
    ///
    /// @throws ProblemException naming the image or word whose bytes are nowhere
    public Path folder(UUID id) {
        var snapshot = byId(id);
        if (!folders.intact(snapshot.digest())) {
            var texts = rows.texts(id);
            folders.build(
                    snapshot.digest(),
                    texts.parts(),
                    draft -> {
                        Files.writeString(draft.resolve("snapshot.json"), texts.manifest());
                        Files.writeString(draft.resolve("preferences.jsonl"), texts.preferences());
                    },
                    (done, total) -> {});
            if (!folders.intact(snapshot.digest())) {
                throw new ProblemException(
                        DatasetProblem.SNAPSHOT_DAMAGED,
                        "Snapshot " + id + " does not give digest " + snapshot.digest() + " any more.");
            }
        }
        return folders.of(snapshot.digest());
    }

    /// The snapshot's folder for a person to look at.
    Path shown(UUID id) {
        campaigns.checkShown(byId(id).campaignId());
        return folder(id);
    }

    String manifestText(UUID id) {
        byId(id);
        return rows.texts(id).manifest();
    }
}
