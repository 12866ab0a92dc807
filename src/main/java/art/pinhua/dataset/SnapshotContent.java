package art.pinhua.dataset;

import art.pinhua.curation.Curations;
import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.PreferenceGroup.Split;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// What a snapshot holds, computed from a curation run and from what its images were drawn with.
///
/// @param groups in the order of the curation
record SnapshotContent(SnapshotManifest manifest, List<PreferenceGroup> groups) {

    static final long SPLIT_SEED = 1;

    /// The same words are the same content.
    private static final Comparator<SnapshotManifest.Word> BY_WORD =
            Comparator.comparing(SnapshotManifest.Word::word).thenComparing(SnapshotManifest.Word::sha256);

    /// @param baseModel digest of the base model whose images were judged
    /// @param words     learned words that those images were drawn with
    /// @param clipSkip  layers of the text encoder that they were drawn without
    static SnapshotContent of(
            Curations.PreferenceSet set, String baseModel, Collection<SnapshotManifest.Word> words, int clipSkip) {
        Map<UUID, Split> splits = PromptSplit.of(
                set.groups().stream().map(Curations.PreferenceGroup::promptId).toList(), SPLIT_SEED);
        List<PreferenceGroup> groups = set.groups().stream()
                .map(g -> group(g, splits.getOrDefault(g.promptId(), Split.TRAIN)))
                .toList();
        var rules = new TreeMap<>(set.rules());
        rules.put("curation", set.digest());
        rules.put("heldOutShare", String.valueOf(PromptSplit.HELD_OUT));
        var bare = new SnapshotManifest(
                SnapshotManifest.FORMAT,
                "",
                List.of(set.campaignId().toString()),
                rules,
                counts(set, groups),
                baseModel,
                SPLIT_SEED);
        List<SnapshotManifest.Word> sorted = words.stream().sorted(BY_WORD).toList();
        var manifest = bare.withWords(sorted).withClipSkip(clipSkip);
        return new SnapshotContent(manifest.withDigest(SnapshotFiles.digest(manifest, groups)), groups);
    }

    /// A soft group carries its pairs; a clean order says all by itself.
    private static PreferenceGroup group(Curations.PreferenceGroup group, Split split) {
        var kind = PreferenceGroup.Kind.valueOf(group.kind());
        List<PreferenceGroup.Pair> pairs = kind != PreferenceGroup.Kind.SOFT
                ? List.of()
                : group.pairs().stream()
                        .map(p -> new PreferenceGroup.Pair(p.winner(), p.loser(), p.p(), p.weight()))
                        .toList();
        return new PreferenceGroup(
                group.promptId().toString(),
                group.prompt(),
                group.negativePrompt(),
                split,
                kind,
                group.images(),
                group.weight(),
                pairs);
    }

    private static Map<String, Long> counts(Curations.PreferenceSet set, List<PreferenceGroup> groups) {
        var counts = new TreeMap<String, Long>();
        counts.put("votes", (long) set.votes());
        counts.put("keptVotes", (long) set.kept());
        counts.put("groups", (long) groups.size());
        counts.put(
                "heldoutGroups",
                groups.stream().filter(g -> g.split() == Split.HELDOUT).count());
        counts.put(
                "pairs", set.groups().stream().mapToLong(g -> g.pairs().size()).sum());
        counts.put("images", (long) imagesOf(groups).size());
        counts.put(
                "prompts",
                groups.stream().map(PreferenceGroup::promptId).distinct().count());
        return counts;
    }

    SnapshotParts parts() {
        return SnapshotParts.of(manifest, groups);
    }

    /// SHA-256 of every image, sorted.
    TreeSet<String> images() {
        return imagesOf(groups);
    }

    private static TreeSet<String> imagesOf(List<PreferenceGroup> groups) {
        var images = new TreeSet<String>();
        groups.forEach(g -> images.addAll(g.images()));
        return images;
    }

    String lines() {
        var lines = new StringBuilder();
        groups.forEach(g -> lines.append(SnapshotFiles.line(g)).append('\n'));
        return lines.toString();
    }
}
