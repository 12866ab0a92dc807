package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/// What a backup says about itself (`backup.properties`).
///
/// @param blobs  files of blobs in it
/// @param bucket whether the installation keeps its blobs in a bucket, of which the backup has nothing
record Manifest(String madeAt, Ledger ledger, long blobs, boolean bucket) {
    private static final String FILE = "backup.properties";
    private static final String FORMAT = "pinhua-backup/1";
    private static final String BUCKET = "s3";

    void write(Path folder) throws IOException {
        Files.writeString(
                folder.resolve(FILE),
                String.join(
                        "\n",
                        "format=" + FORMAT,
                        "madeAt=" + madeAt,
                        "votes=" + ledger.votes(),
                        "ledger=" + ledger.digest(),
                        "blobs=" + blobs,
                        "store=" + (bucket ? BUCKET : "folder"),
                        ""));
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
                new Ledger(Long.parseLong(lines.getProperty("votes", "0")), lines.getProperty("ledger", "")),
                Long.parseLong(lines.getProperty("blobs", "0")),
                BUCKET.equals(lines.getProperty("store")));
    }
}
