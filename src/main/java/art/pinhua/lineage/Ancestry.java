package art.pinhua.lineage;

import art.pinhua.campaign.Campaign;
import art.pinhua.campaign.Campaigns;
import art.pinhua.dataset.Snapshot;
import art.pinhua.dataset.Snapshots;
import art.pinhua.finetuning.Run;
import art.pinhua.finetuning.Runs;
import art.pinhua.generation.Image;
import art.pinhua.generation.ImageRequest.LaidAdapter;
import art.pinhua.generation.Images;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.AdapterCard;
import art.pinhua.registry.Registry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Walks from an image to what it came from, and on to what that came from.
@Singleton
class Ancestry {

    private static final int MOST_GENERATIONS = 50;
    private static final int MOST_STARTS = 100;

    private final Images images;
    private final Registry registry;
    private final Runs runs;
    private final Snapshots snapshots;
    private final Campaigns campaigns;
    private final Sql sql;

    Ancestry(Images images, Registry registry, Runs runs, Snapshots snapshots, Campaigns campaigns, Sql sql) {
        this.images = images;
        this.registry = registry;
        this.runs = runs;
        this.snapshots = snapshots;
        this.campaigns = campaigns;
        this.sql = sql;
    }

    /// Everything behind an adapter that was trained here.
    private record Origin(
            Run run,
            Snapshot snapshot,
            LineageView.CurationNode curation,
            Campaign campaign,
            LineageView.VotesNode votes) {}

    LineageView of(UUID imageId) {
        Image image = images.shown(imageId);
        var version = registry.version(image.modelVersionId());
        var adapter = version.adapter();
        var origin = runs.ofModelVersion(version.id()).map(this::origin);
        var graph = new LineageGraph();
        draw(image, graph);
        return new LineageView(
                new LineageView.ImageNode(
                        imageId,
                        Images.url(imageId),
                        image.sha256(),
                        image.prompt(),
                        String.valueOf(image.seed()),
                        image.createdAt()),
                new LineageView.ModelVersionNode(
                        version.id(),
                        version.number(),
                        version.name(),
                        version.baseModel().id(),
                        version.baseModel().name()),
                adapter == null ? null : new LineageView.AdapterNode(adapter.id(), adapter.sha256(), adapter.rank()),
                origin.map(o -> new LineageView.RunNode(
                                o.run().id(),
                                o.run().name(),
                                o.run().steps(),
                                o.run().heldoutAccuracy()))
                        .orElse(null),
                origin.map(o -> new LineageView.SnapshotNode(
                                o.snapshot().id(),
                                o.snapshot().name(),
                                o.snapshot().digest()))
                        .orElse(null),
                origin.map(Origin::curation).orElse(null),
                origin.map(o -> new LineageView.CampaignNode(
                                o.campaign().id(), o.campaign().name()))
                        .orElse(null),
                origin.map(Origin::votes).orElse(null),
                graph.nodes(),
                graph.edges());
    }

    /// The image, the earlier one that it started from, and so on back to one that started from noise
    /// alone, or to one that is judged blind: what made that one is not told, nor what it started from.
    private void draw(Image image, LineageGraph graph) {
        String node = graph.add("image", image.id(), image.prompt());
        drawModels(image, node, graph);
        var start = image.startImageId();
        for (int i = 0; start != null && i < MOST_STARTS; i++) {
            var earlier = images.view(start);
            node = graph.add(node, "image", earlier.id(), earlier.prompt());
            if (!images.mayBeShown(earlier)) {
                return;
            }
            drawModels(earlier, node, graph);
            start = earlier.startImageId();
        }
    }

    private void drawModels(Image image, String node, LineageGraph graph) {
        drawVersion(image.modelVersionId(), node, graph);
        drawLaid(image.adapters(), node, graph);
        registry.learnedWords(image.words()).forEach(word -> graph.add(node, "learned-word", word.id(), word.word()));
    }

    /// Adapters that were laid over the model version for this image alone.
    private void drawLaid(List<LaidAdapter> laid, String image, LineageGraph graph) {
        if (laid.isEmpty()) {
            return;
        }
        var cards = registry.adapters().stream().collect(Collectors.toMap(AdapterCard::id, Function.identity()));
        for (LaidAdapter each : laid) {
            var card = Objects.requireNonNull(cards.get(each.adapterId()));
            String adapter = graph.add(image, "adapter", card.id(), card.name() + " × " + each.strength());
            runOf(card.id()).ifPresent(run -> {
                String node = drawOrigin(origin(run), adapter, graph);
                drawVersion(run.baseVersionId(), node, graph);
            });
        }
    }

    /// A run leaves its adapter in a model version; the same adapter may be in others that no run made.
    private Optional<Run> runOf(UUID adapterId) {
        return sql
                .list(
                        "select id from model_version where adapter_id = ? order by number",
                        row -> Sql.uuid(row, "id"),
                        adapterId)
                .stream()
                .flatMap(version -> runs.ofModelVersion(version).stream())
                .findFirst();
    }

    /// The version and, where it was trained, everything behind it down to the base model.
    private void drawVersion(UUID modelVersionId, String child, LineageGraph graph) {
        String younger = child;
        Optional<UUID> next = Optional.of(modelVersionId);
        for (int i = 0; next.isPresent() && i < MOST_GENERATIONS; i++) {
            var version = registry.version(next.get());
            boolean known = graph.has("model-version", version.id());
            String node = graph.add(younger, "model-version", version.id(), version.name());
            if (known) {
                return;
            }
            var origin = runs.ofModelVersion(version.id()).map(this::origin);
            if (origin.isEmpty()) {
                graph.add(
                        node,
                        "base-model",
                        version.baseModel().id(),
                        version.baseModel().name());
                return;
            }
            var adapter = version.adapter();
            String trained = graph.add(
                    node,
                    "adapter",
                    adapter == null ? version.id() : adapter.id(),
                    adapter == null ? "" : adapter.name());
            younger = drawOrigin(origin.get(), trained, graph);
            next = origin.map(o -> o.run().baseVersionId());
        }
    }

    /// @return the node of the run, on which the version hangs that it went on from
    private static String drawOrigin(Origin origin, String adapter, LineageGraph graph) {
        String run = graph.add(adapter, "run", origin.run().id(), origin.run().name());
        String snapshot = graph.add(
                run, "snapshot", origin.snapshot().id(), origin.snapshot().name());
        String curation = graph.add(
                snapshot,
                "curation",
                origin.curation().id(),
                origin.curation().digest().substring(0, 12));
        String campaign = graph.add(
                curation, "campaign", origin.campaign().id(), origin.campaign().name());
        graph.add(
                campaign,
                "votes",
                origin.curation().id(),
                origin.votes().kept() + " / " + origin.votes().count());
        return run;
    }

    private Origin origin(Run run) {
        var snapshot = snapshots.byId(run.snapshotId());
        return new Origin(
                run,
                snapshot,
                curation(snapshot.curationId()),
                campaigns.view(snapshot.campaignId()),
                votes(snapshot.curationId()));
    }

    private LineageView.CurationNode curation(UUID id) {
        return sql.one(
                "select id, digest from curation where id = ?",
                row -> new LineageView.CurationNode(Sql.uuid(row, "id"), row.getString("digest")),
                id);
    }

    /// What the curation read, whatever lies beside it now.
    private LineageView.VotesNode votes(UUID curationId) {
        return sql.one(
                """
                select c.votes, c.kept, c.votes - c.kept as excluded,
                       coalesce(sum(s.kept) filter (where r.tier = 'EXPERT'), 0) as experts,
                       coalesce(sum(s.kept) filter (where r.tier <> 'EXPERT'), 0) as crowd,
                       coalesce(sum(s.kept) filter (where w.rater_id is not null), 0) as withdrawn
                from curation c
                left join rater_standing s on s.curation_id = c.id
                left join rater r on r.id = s.rater_id
                left join withdrawn_rater w on w.rater_id = s.rater_id
                where c.id = ? group by c.id
                """,
                row -> new LineageView.VotesNode(
                        row.getInt("votes"),
                        row.getInt("kept"),
                        row.getInt("experts"),
                        row.getInt("crowd"),
                        row.getInt("excluded"),
                        row.getInt("withdrawn")),
                curationId);
    }
}
