package art.pinhua.training.trainer;

import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SnapshotManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Holds the learned words of a run against those of its snapshot. Read with others, prompts would not
/// mean what they meant when the pictures were drawn, and nothing else would show it.
final class RunWords {
    private RunWords() {}

    /// @param words    of the run, each with its file
    /// @param snapshot from before words were named, it has none
    /// @throws TrainingException naming each word that is missing, additional or has another file
    static void check(List<ModelSource.Word> words, SnapshotManifest snapshot) throws IOException {
        var given = new TreeMap<String, Set<String>>();
        for (ModelSource.Word each : words) {
            add(given, each.word(), digest(each));
        }
        var named = new TreeMap<String, Set<String>>();
        snapshot.wordsOrNone().forEach(each -> add(named, each.word(), each.sha256()));
        List<String> differences = differences(given, named);
        if (!differences.isEmpty()) {
            throw new TrainingException("The run's words are not those that the snapshot's pictures were drawn with: "
                    + String.join("; ", differences));
        }
    }

    private static void add(Map<String, Set<String>> digests, String word, String sha256) {
        digests.computeIfAbsent(word, absent -> new TreeSet<>()).add(sha256);
    }

    private static String digest(ModelSource.Word word) throws IOException {
        Path file = Path.of(word.file());
        if (!Files.isRegularFile(file)) {
            throw new TrainingException(
                    "The file of the word '%s' is missing: %s does not exist".formatted(word.word(), file));
        }
        return FileDigest.of(file);
    }

    /// @param given SHA-256 of the run's files by word
    /// @param named likewise, of the snapshot
    private static List<String> differences(Map<String, Set<String>> given, Map<String, Set<String>> named) {
        var words = new TreeSet<String>(named.keySet());
        words.addAll(given.keySet());
        var differences = new ArrayList<String>();
        for (String word : words) {
            Set<String> found = given.getOrDefault(word, Set.of());
            Set<String> expected = named.getOrDefault(word, Set.of());
            if (found.isEmpty()) {
                differences.add("'%s' is missing".formatted(word));
            } else if (expected.isEmpty()) {
                differences.add("'%s' is additional".formatted(word));
            } else if (!found.equals(expected)) {
                differences.add("'%s' has the SHA-256 %s, not %s"
                        .formatted(word, String.join(" and ", found), String.join(" and ", expected)));
            }
        }
        return differences;
    }
}
