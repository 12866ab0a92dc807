package art.pinhua.dataset;

import art.pinhua.training.contract.SnapshotFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes a snapshot folder as a tar archive; the same snapshot gives the same bytes.
final class SnapshotArchive {

    private SnapshotArchive() {}

    static void write(Path folder, OutputStream out) throws IOException {
        var parts = SnapshotParts.of(folder);
        try (var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            add(tar, "snapshot.json", folder.resolve("snapshot.json"));
            add(tar, "preferences.jsonl", folder.resolve("preferences.jsonl"));
            for (String sha256 : parts.images()) {
                add(tar, "images/" + sha256 + ".png", SnapshotFiles.image(folder, sha256));
            }
            for (String sha256 : parts.words()) {
                add(tar, "words/" + sha256 + ".safetensors", SnapshotFiles.word(folder, sha256));
            }
        }
    }

    private static void add(TarArchiveOutputStream tar, String name, Path file) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(file));
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        Files.copy(file, tar);
        tar.closeArchiveEntry();
    }
}
