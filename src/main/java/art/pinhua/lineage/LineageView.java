package art.pinhua.lineage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where an image comes from. An image of the bare base model ends at its model version; an image of an
/// adapter that went on from another one has several generations in `nodes`, the youngest in the fields.
/// What lies behind adapters that were laid over it, and behind the earlier images that it started from, is
/// in `nodes` alone. Of an earlier image that is judged blind, nothing that lies behind it is told.
public record LineageView(
        ImageNode image,
        ModelVersionNode modelVersion,
        @Nullable AdapterNode adapter,
        @Nullable RunNode run,
        @Nullable SnapshotNode snapshot,
        @Nullable CurationNode curation,
        @Nullable CampaignNode campaign,
        @Nullable VotesNode votes,
        List<Node> nodes,
        List<Edge> edges) {

    /// @param seed a text, since JavaScript rounds large numbers
    public record ImageNode(UUID id, String url, String sha256, String prompt, String seed, Instant createdAt) {}

    public record ModelVersionNode(UUID id, int number, String name, UUID baseModelId, String baseModelName) {}

    public record AdapterNode(UUID id, String sha256, int rank) {}

    public record RunNode(
            UUID id, String name, int steps, @Nullable Double heldoutAccuracy) {}

    public record SnapshotNode(UUID id, String name, String digest) {}

    public record CurationNode(UUID id, String digest) {}

    public record CampaignNode(UUID id, String name) {}

    /// @param count     votes the curation looked at
    /// @param withdrawn votes that counted then and whose rater has withdrawn since
    public record VotesNode(int count, int kept, int experts, int crowd, int excluded, int withdrawn) {}

    /// @param type image, model-version, adapter, learned-word, run, snapshot, curation, campaign, votes or base-model
    public record Node(String id, String type, String label) {}

    /// @param from what came out of `to`
    public record Edge(String from, String to) {}
}
