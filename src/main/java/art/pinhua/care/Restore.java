package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/// Puts a backup into an empty data folder and proves it: every file has the digest of the list, PostgreSQL recovers,
/// the ledger's digest is that of the backup, and no row misses its blob.
final class Restore {
    private static final int DIGEST_LENGTH = 64;

    private final Path source;
    private final Path data;

    Restore(Path source, Path data) {
        this.source = source.toAbsolutePath().normalize();
        this.data = data;
    }

    /// @return what was restored, in one line
    String make() throws IOException {
        var manifest = Manifest.read(source);
        var files = list();
        Copy.requireEmpty(data);
        folders();
        for (var file : files.entrySet()) {
            var path = Path.of(file.getKey());
            var target = data.resolve(path).normalize();
            if (!target.startsWith(data)) {
                throw new CannotStart("the list of the backup leaves its folder: " + path);
            }
            if (!Copy.copyBytes(source.resolve(path), target).equals(file.getValue())) {
                throw new CannotStart(source.resolve(path) + " is damaged: its bytes have another digest");
            }
            Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(source.resolve(path)));
        }
        var findings = Fsck.of(data);
        if (!findings.ledger().equals(manifest.ledger()) || !findings.sound()) {
            throw new CannotStart("the restored folder is not what was saved: "
                    + manifest.ledger().votes() + " votes, ledger "
                    + manifest.ledger().digest() + " were; now " + findings.tell());
        }
        return "restored the backup of " + manifest.madeAt() + " into " + data + ": " + findings.tell();
    }

    /// Empty ones matter to PostgreSQL.
    private void folders() throws IOException {
        try (var paths = Files.walk(source)) {
            for (var folder : (Iterable<Path>) paths.filter(Files::isDirectory)::iterator) {
                var target = data.resolve(source.relativize(folder));
                Files.createDirectories(target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(folder));
            }
        }
    }

    private LinkedHashMap<String, String> list() throws IOException {
        var files = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(source.resolve(Copy.LIST))) {
            files.put(line.substring(DIGEST_LENGTH + 2), line.substring(0, DIGEST_LENGTH));
        }
        return files;
    }
}
