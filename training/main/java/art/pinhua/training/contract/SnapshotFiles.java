package art.pinhua.training.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A snapshot folder: `snapshot.json`, `preferences.jsonl`, `images/<sha256>.png`.
public final class SnapshotFiles {
    private SnapshotFiles() {}

    public static String line(PreferenceGroup group) {
        return StrictJson.write(group);
    }

    public static PreferenceGroup group(String line) {
        return StrictJson.read(line, PreferenceGroup.class);
    }

    /// SHA-256 over the canonical lines: the manifest with an empty digest, then each group in order, each
    /// with `\n`.
    public static String digest(SnapshotManifest manifest, List<PreferenceGroup> groups) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            add(sha256, StrictJson.write(manifest.withDigest("")));
            groups.forEach(group -> add(sha256, line(group)));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }

    private static void add(MessageDigest digest, String line) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Writes both files; the manifest, last, gets the right digest and is returned with it.
    public static SnapshotManifest write(Path folder, SnapshotManifest manifest, List<PreferenceGroup> groups)
            throws IOException {
        SnapshotManifest complete = manifest.withDigest(digest(manifest, groups));
        var lines = new StringBuilder();
        groups.forEach(group -> lines.append(line(group)).append('\n'));
        RunFiles.replace(folder.resolve("preferences.jsonl"), lines.toString());
        RunFiles.replace(folder.resolve("snapshot.json"), StrictJson.write(complete) + "\n");
        return complete;
    }

    public static SnapshotManifest manifest(Path folder) throws IOException {
        Path file = folder.resolve("snapshot.json");
        return RunFiles.named(file, () -> StrictJson.read(Files.readString(file), SnapshotManifest.class));
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
}
