package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// What a backup says about itself (`backup.properties`).
///
/// @param blobs  files of blobs in it
/// @param bucket whether the installation keeps its blobs in a bucket, of which the backup has nothing
/// @param listed what the list of its files must be; older backups do not say it
/// @param unread names of the blobs that could not be read, and are not in it
record Manifest(
        String madeAt, Ledger ledger, long blobs, boolean bucket, Optional<Listed> listed, List<String> unread) {
    /// @param digest of the list itself
    record Listed(long files, String digest) {}

    private static final String FILE = "backup.properties";
    private static final String FORMAT = "pinhua-backup/1";
    private static final String BUCKET = "s3";

    void write(Path folder) throws IOException {
        var lines = String.join(
                "\n",
                "format=" + FORMAT,
                "madeAt=" + madeAt,
                "votes=" + ledger.votes(),
                "ledger=" + ledger.digest(),
                "blobs=" + blobs,
                "store=" + (bucket ? BUCKET : "folder"),
                listed.map(list -> "files=" + list.files() + "\nlist=" + list.digest() + "\n")
                                .orElse("")
                        + (unread.isEmpty() ? "" : "unread=" + String.join(",", unread) + "\n"));
        Copy.write(folder, FILE, lines.getBytes(StandardCharsets.UTF_8));
    }

    static Manifest read(Path folder) throws IOException {
        var lines = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve(FILE))) {
            lines.load(reader);
        } catch (NoSuchFileException e) {
            throw new CannotStart(folder + " holds no backup: there is no " + FILE, e);
        }
        if (!FORMAT.equals(lines.getProperty("format"))) {
            throw new CannotStart(folder + " holds a backup of another format: " + lines.getProperty("format"));
        }
        return new Manifest(
                lines.getProperty("madeAt", ""),
                new Ledger(number(folder, lines, "votes"), lines.getProperty("ledger", "")),
                number(folder, lines, "blobs"),
                BUCKET.equals(lines.getProperty("store")),
                Optional.ofNullable(lines.getProperty("list"))
                        .map(digest -> new Listed(number(folder, lines, "files"), digest)),
                Optional.ofNullable(lines.getProperty("unread"))
                        .map(names -> List.of(names.split(",", -1)))
                        .orElse(List.of()));
    }

    private static long number(Path folder, Properties lines, String name) {
        var told = lines.getProperty(name, "0");
        try {
            return Long.parseLong(told);
        } catch (NumberFormatException e) {
            throw new CannotStart(folder.resolve(FILE) + " is damaged: " + name + " is " + told, e);
        }
    }
}
