package art.pinhua.platform;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The folder that holds everything this installation must not lose (`pinhua.data`, environment `PINHUA_DATA`).
@Singleton
public class DataFolder {
    /// Path of the bundled OpenID provider below the public address.
    public static final String BUNDLED_PROVIDER = "/idp";

    private static final int SECRET_BYTES = 32;

    private final Path root;

    public DataFolder(@ConfigProperty(name = "pinhua.data") String root) {
        this.root = Path.of(root).toAbsolutePath().normalize();
    }

    public Path root() {
        return root;
    }

    /// A folder below the root, made when missing.
    public Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the data folder " + root.resolve(name), e);
        }
    }

    /// A random secret, made once and readable by the owner alone.
    public String secret(String name) {
        return secret(folder("secrets"), name);
    }

    public static String secret(Path folder, String name) {
        var file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                write(file, random());
            }
            return Files.readString(file); // another process may have been first
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the secret " + file, e);
        }
    }

    /// A word that nobody guesses.
    public static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Written under another name first, so that a crash leaves no half secret; of two processes that start together,
    /// one decides.
    private static void write(Path file, String secret) throws IOException {
        var draft = Files.createTempFile(
                file.getParent(),
                "secret",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, secret, StandardOpenOption.SYNC);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException first) {
            // its secret holds
        } finally {
            Files.delete(draft);
        }
    }
}
