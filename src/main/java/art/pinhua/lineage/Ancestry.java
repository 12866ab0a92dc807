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
import art.pinhua.lineage.LineageView.Edge;
import art.pinhua.lineage.LineageView.Node;
import art.pinhua.platform.sql.Sql;
import art.pinhua.registry.AdapterCard;
import art.pinhua.registry.ModelVersion;
import art.pinhua.registry.Registry;
import jakarta.inject.Singleton;
import java.util.ArrayList;
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

    /// One generation: the version and, where it was trained, everything behind it.
    private record Generation(ModelVersion version, Optional<Origin> origin) {}

    private record Origin(
            Run run,
            Snapshot snapshot,
            LineageView.CurationNode curation,
            Campaign campaign,
            LineageView.VotesNode votes) {}

    LineageView of(UUID imageId) {
        Image image = images.shown(imageId);
        var generations = generations(image.modelVersionId());
        var youngest = generations.getFirst();
        var nodes = new ArrayList<Node>();
        var edges = new ArrayList<Edge>();
        nodes.add(new Node("image:" + imageId, "image", image.prompt()));
        String child = "image:" + imageId;
        for (Generation generation : generations) {
            child = draw(generation, child, nodes, edges);
        }
        draw(image.adapters(), "image:" + imageId, nodes, edges);
        registry.learnedWords(image.words()).forEach(word -> {
            nodes.add(new Node("learned-word:" + word.id(), "learned-word", word.word()));
            edges.add(new Edge("image:" + imageId, "learned-word:" + word.id()));
        });
        var version = youngest.version();
        var adapter = version.adapter();
        var origin = youngest.origin();
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
                List.copyOf(nodes),
                List.copyOf(edges));
    }

    /// Adapters that were laid over the model version for this image alone.
    private void draw(List<LaidAdapter> laid, String image, List<Node> nodes, List<Edge> edges) {
        if (laid.isEmpty()) {
            return;
        }
        var cards = registry.adapters().stream().collect(Collectors.toMap(AdapterCard::id, Function.identity()));
        for (LaidAdapter each : laid) {
            var card = Objects.requireNonNull(cards.get(each.adapterId()));
            String node = "adapter:" + card.id();
            if (nodes.stream().noneMatch(known -> known.id().equals(node))) {
                nodes.add(new Node(node, "adapter", card.name() + " × " + each.strength()));
            }
            edges.add(new Edge(image, node));
        }
    }

    private List<Generation> generations(UUID modelVersionId) {
        var generations = new ArrayList<Generation>();
        Optional<UUID> next = Optional.of(modelVersionId);
        while (next.isPresent() && generations.size() < MOST_GENERATIONS) {
            var version = registry.version(next.get());
            var origin = runs.ofModelVersion(version.id()).map(this::origin);
            generations.add(new Generation(version, origin));
            next = origin.map(o -> o.run().baseVersionId());
        }
        return generations;
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

    /// @return the node that the next older generation hangs on
    private static String draw(Generation generation, String child, List<Node> nodes, List<Edge> edges) {
        var version = generation.version();
        var chain = new Chain(child, nodes, edges);
        chain.add("model-version", version.id(), version.name());
        String versionNode = chain.last;
        if (generation.origin().isPresent()) {
            var origin = generation.origin().get();
            var adapter = version.adapter();
            chain.add("adapter", adapter == null ? version.id() : adapter.id(), adapter == null ? "" : adapter.name());
            chain.add("run", origin.run().id(), origin.run().name());
            String run = chain.last;
            chain.add("snapshot", origin.snapshot().id(), origin.snapshot().name());
            chain.add(
                    "curation",
                    origin.curation().id(),
                    origin.curation().digest().substring(0, 12));
            chain.add("campaign", origin.campaign().id(), origin.campaign().name());
            chain.add(
                    "votes",
                    origin.curation().id(),
                    origin.votes().kept() + " / " + origin.votes().count());
            return run;
        }
        chain.add("base-model", version.baseModel().id(), version.baseModel().name());
        return versionNode;
    }

    /// Adds nodes one behind the other.
    private static final class Chain {
        private String last;
        private final List<Node> nodes;
        private final List<Edge> edges;

        Chain(String from, List<Node> nodes, List<Edge> edges) {
            last = from;
            this.nodes = nodes;
            this.edges = edges;
        }

        void add(String type, UUID id, String label) {
            String node = type + ":" + id;
            nodes.add(new Node(node, type, label));
            edges.add(new Edge(last, node));
            last = node;
        }
    }

    private LineageView.CurationNode curation(UUID id) {
        return sql.one(
                "select id, digest from curation where id = ?",
                row -> new LineageView.CurationNode(Sql.uuid(row, "id"), row.getString("digest")),
                id);
    }

    private LineageView.VotesNode votes(UUID curationId) {
        return sql.one(
                """
                select count(*) as n,
                       count(*) filter (where e.vote_id is null) as kept,
                       count(*) filter (where e.vote_id is null and r.tier = 'EXPERT') as experts,
                       count(*) filter (where e.vote_id is null and r.tier <> 'EXPERT') as crowd,
                       count(e.vote_id) as excluded,
                       count(*) filter (where e.vote_id is null and w.rater_id is not null) as withdrawn
                from curation c
                join vote v on v.campaign_id = c.campaign_id and v.cast_at <= c.created_at
                join rater r on r.id = v.rater_id
                left join withdrawal w on w.rater_id = r.id
                left join exclusion e on e.curation_id = c.id and e.vote_id = v.vote_id
                where c.id = ?
                """,
                row -> new LineageView.VotesNode(
                        row.getInt("n"),
                        row.getInt("kept"),
                        row.getInt("experts"),
                        row.getInt("crowd"),
                        row.getInt("excluded"),
                        row.getInt("withdrawn")),
                curationId);
    }
}
