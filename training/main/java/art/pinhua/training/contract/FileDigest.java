package art.pinhua.training.contract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/// Files are named by their content on both sides: by their SHA-256, 64 hexadecimal digits.
public final class FileDigest {
    private static final int PART = 1 << 16;

    private FileDigest() {}

    /// Reads the file part by part: it is never in memory as a whole.
    public static String of(Path file) throws IOException {
        return of(file, () -> {});
    }

    /// As above.
    /// @param goOn called all along; an exception of its ends the reading
    public static String of(Path file, Runnable goOn) throws IOException {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        var part = new byte[PART];
        try (InputStream bytes = Files.newInputStream(file)) {
            for (int read = bytes.read(part); read >= 0; read = bytes.read(part)) {
                goOn.run();
                sha256.update(part, 0, read);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
