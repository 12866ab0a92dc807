package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.apache.commons.codec.digest.DigestUtils;

/// Puts a backup into an empty data folder and proves it: every file has the digest of the list, PostgreSQL
/// recovers, the ledger's digest is that of the backup, and no row misses its blob, unless those lie in a
/// bucket or could not be read when the backup was made.
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
        var files = list(manifest);
        Copy.requireEmpty(data);
        EmbeddedPostgres.letServerInto(data);
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
        return "restored the backup of " + manifest.madeAt() + " into " + data + ": "
                + (manifest.bucket() ? votesProved(manifest) : allProved(manifest));
    }

    private String allProved(Manifest manifest) {
        var findings = Fsck.of(data);
        require(manifest, findings.ledger(), findings.soundBut(manifest.unread()), findings.tell());
        return findings.tell()
                + (findings.sound() ? "" : "\nWhat is missing could not be read when the backup was made");
    }

    private String votesProved(Manifest manifest) {
        var ledger = Fsck.ledger(data);
        require(manifest, ledger, true, ledger.tell());
        return ledger.tell() + ". The blobs lie in a bucket, which was not looked at. The running product compares it"
                + " with its rows: open /api/blobs there, signed in as a curator";
    }

    private static void require(Manifest manifest, Ledger ledger, boolean sound, String found) {
        if (!sound || !ledger.equals(manifest.ledger())) {
            throw new CannotStart("the restored folder is not what was saved: "
                    + manifest.ledger().tell() + " were; now " + found);
        }
    }

    /// Empty ones matter to PostgreSQL. The data folder itself is here already.
    private void folders() throws IOException {
        try (var paths = Files.walk(source)) {
            for (var folder :
                    (Iterable<Path>) paths.filter(path -> Files.isDirectory(path) && !path.equals(source))::iterator) {
                var target = data.resolve(source.relativize(folder));
                Files.createDirectories(target);
                Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(folder));
            }
        }
    }

    private LinkedHashMap<String, String> list(Manifest manifest) throws IOException {
        var list = source.resolve(Copy.LIST);
        if (!Files.exists(list)) {
            throw new CannotStart(source + " holds an unfinished backup: there is no " + Copy.LIST);
        }
        byte[] bytes = Files.readAllBytes(list);
        var files = new LinkedHashMap<String, String>();
        for (var line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            if (line.length() <= DIGEST_LENGTH + 2) {
                throw damaged(list);
            }
            files.put(line.substring(DIGEST_LENGTH + 2), line.substring(0, DIGEST_LENGTH));
        }
        var found = new Manifest.Listed(files.size(), DigestUtils.sha256Hex(bytes));
        if (!found.equals(manifest.listed().orElse(found))) {
            throw damaged(list);
        }
        return files;
    }

    private static CannotStart damaged(Path list) {
        return new CannotStart(list + " is damaged: it is not the list that this backup was made with");
    }
}
