package art.pinhua.training.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/// A snapshot folder: `snapshot.json`, `preferences.jsonl`, `images/<sha256>.png`,
/// `words/<sha256>.safetensors`.
public final class SnapshotFiles {
    private SnapshotFiles() {}

    public static String line(PreferenceGroup group) {
        return StrictJson.write(group);
    }

    public static PreferenceGroup group(String line) {
        return StrictJson.read(line, PreferenceGroup.class);
    }

    /// SHA-256 over the canonical lines: the manifest with an empty digest and without the sizes of files,
    /// then each group in order, each with `\n`.
    public static String digest(SnapshotManifest manifest, List<PreferenceGroup> groups) {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        add(sha256, StrictJson.write(manifest.digested()));
        groups.forEach(group -> add(sha256, line(group)));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static void add(MessageDigest digest, String line) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Writes both files into a folder that holds the files of its words already. The manifest, last, gets
    /// their sizes and the right digest, and is returned with them.
    public static SnapshotManifest write(Path folder, SnapshotManifest manifest, List<PreferenceGroup> groups)
            throws IOException {
        SnapshotManifest complete =
                manifest.withWords(sized(folder, manifest.wordsOrNone())).withDigest(digest(manifest, groups));
        var lines = new StringBuilder();
        groups.forEach(group -> lines.append(line(group)).append('\n'));
        RunFiles.replace(folder.resolve("preferences.jsonl"), lines.toString());
        RunFiles.replace(folder.resolve("snapshot.json"), StrictJson.write(complete) + "\n");
        return complete;
    }

    private static List<SnapshotManifest.Word> sized(Path folder, List<SnapshotManifest.Word> words)
            throws IOException {
        var sized = new ArrayList<SnapshotManifest.Word>();
        for (SnapshotManifest.Word each : words) {
            sized.add(each.withBytes(Files.size(word(folder, each.sha256()))));
        }
        return List.copyOf(sized);
    }

    public static SnapshotManifest manifest(String json) {
        return StrictJson.read(json, SnapshotManifest.class);
    }

    public static SnapshotManifest manifest(Path folder) throws IOException {
        Path file = folder.resolve("snapshot.json");
        return RunFiles.named(file, () -> manifest(Files.readString(file)));
    }

    /// The groups in order. A bad line is named by number; a digest other than the manifest's is refused.
    public static List<PreferenceGroup> groups(Path folder) throws IOException {
        Path file = folder.resolve("preferences.jsonl");
        var groups = new ArrayList<PreferenceGroup>();
        for (String line : Files.readAllLines(file)) {
            groups.add(RunFiles.named(Path.of(file + ", line " + (groups.size() + 1)), () -> group(line)));
        }
        SnapshotManifest manifest = manifest(folder);
        String digest = digest(manifest, groups);
        if (!digest.equals(manifest.digest())) {
            throw new WireException(
                    "digest", folder + " holds content " + digest + ", its manifest says " + manifest.digest());
        }
        return List.copyOf(groups);
    }

    public static Path image(Path folder, String sha256) {
        return folder.resolve("images").resolve(sha256 + ".png");
    }

    /// The file of a learned word.
    public static Path word(Path folder, String sha256) {
        return folder.resolve("words").resolve(sha256 + ".safetensors");
    }

    /// Whether the file of a learned word is there, with the bytes of its name.
    public static boolean holdsWord(Path folder, String sha256) throws IOException {
        Path file = word(folder, sha256);
        return Files.isRegularFile(file) && FileDigest.of(file).equals(sha256);
    }
}
