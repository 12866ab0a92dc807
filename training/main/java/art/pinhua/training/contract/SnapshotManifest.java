package art.pinhua.training.contract;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `snapshot.json`: what a frozen list of preferences is made of. Content only, no dates, so that the same
/// preferences have the same digest.
/// @param digest    SHA-256 of the content, see [SnapshotFiles#digest]
/// @param rules     curation rules by name, values as text
/// @param counts    numbers by name (groups, pairs, images, votes, raters …)
/// @param baseModel digest of the pipeline that drew the pictures
/// @param splitSeed decides which prompts are held out
/// @param words     learned words that the pictures were drawn with, and that their prompts are to be read with; absent
///                  for none
/// @param clipSkip  layers at the end of the text encoder that the pictures were drawn without, and
///                  that their prompts are to be read without; absent in a snapshot from before
public record SnapshotManifest(
        String format,
        String digest,
        List<String> campaignIds,
        Map<String, String> rules,
        Map<String, Long> counts,
        String baseModel,
        long splitSeed,
        @Nullable List<Word> words,
        @Nullable Integer clipSkip) {
    public static final String FORMAT = "pinhua-snapshot/1";

    public SnapshotManifest {
        Refuse.unless(format.equals(FORMAT), "format", "'" + FORMAT + "'", "'" + format + "'");
        Refuse.unless(digest.isEmpty() || digest.matches("[0-9a-f]{64}"), "digest", "64 hexadecimal digits", digest);
        campaignIds = List.copyOf(campaignIds);
        rules = Collections.unmodifiableMap(new TreeMap<>(rules));
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
        words = words == null || words.isEmpty() ? null : List.copyOf(words);
        if (clipSkip != null) {
            SamplingSettings.requireClipSkip(clipSkip);
        }
    }

    public SnapshotManifest(
            String format,
            String digest,
            List<String> campaignIds,
            Map<String, String> rules,
            Map<String, Long> counts,
            String baseModel,
            long splitSeed) {
        this(format, digest, campaignIds, rules, counts, baseModel, splitSeed, null, null);
    }

    /// @param sha256 of the file with its vectors
    /// @param bytes  size of that file, which lies in the snapshot; absent in a snapshot that may lack it,
    ///               from before snapshots held such files
    public record Word(String word, String sha256, @Nullable Long bytes) {
        public Word {
            Refuse.blank("word", word);
            Refuse.notSha256("sha256", sha256);
            if (bytes != null) {
                Refuse.unless(bytes >= 0, "bytes", "0 or more", bytes);
            }
        }

        public Word(String word, String sha256) {
            this(word, sha256, null);
        }

        Word withBytes(long size) {
            return new Word(word, sha256, size);
        }
    }

    public List<Word> wordsOrNone() {
        return words == null ? List.of() : words;
    }

    public SnapshotManifest withDigest(String digest) {
        return new SnapshotManifest(format, digest, campaignIds, rules, counts, baseModel, splitSeed, words, clipSkip);
    }

    public SnapshotManifest withWords(List<Word> others) {
        return new SnapshotManifest(format, digest, campaignIds, rules, counts, baseModel, splitSeed, others, clipSkip);
    }

    public SnapshotManifest withClipSkip(int layers) {
        return new SnapshotManifest(format, digest, campaignIds, rules, counts, baseModel, splitSeed, words, layers);
    }

    /// @param usual what a snapshot that does not say it is read with
    public int clipSkipOr(int usual) {
        return clipSkip == null ? usual : clipSkip;
    }

    /// What the digest is computed of. A file's size follows from its SHA-256, so that a snapshot without
    /// sizes, from before they were written, is the same content.
    SnapshotManifest digested() {
        return withDigest("")
                .withWords(wordsOrNone().stream()
                        .map(each -> new Word(each.word(), each.sha256()))
                        .toList());
    }
}
