package art.pinhua.dataset;

import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.SnapshotFiles;
import art.pinhua.training.contract.SnapshotManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The files that a snapshot holds beside its texts, each once and in order.
///
/// @param images SHA-256 of its images
/// @param words  SHA-256 of the files of the learned words that its manifest names
record SnapshotParts(List<String> images, List<String> words) {
    SnapshotParts {
        images = images.stream().sorted().distinct().toList();
        words = words.stream().sorted().distinct().toList();
    }

    static SnapshotParts of(SnapshotManifest manifest, List<PreferenceGroup> groups) {
        return new SnapshotParts(
                groups.stream().flatMap(g -> g.images().stream()).toList(),
                manifest.wordsOrNone().stream()
                        .map(SnapshotManifest.Word::sha256)
                        .toList());
    }

    static SnapshotParts of(Path folder) throws IOException {
        return of(SnapshotFiles.manifest(folder), SnapshotFiles.groups(folder));
    }

    /// Whether a folder has all of them. Words, small as they are, are read.
    boolean lieIn(Path folder) throws IOException {
        for (String sha256 : words) {
            if (!SnapshotFiles.holdsWord(folder, sha256)) {
                return false;
            }
        }
        return images.stream().allMatch(sha256 -> Files.exists(SnapshotFiles.image(folder, sha256)));
    }
}
