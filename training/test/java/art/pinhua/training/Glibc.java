package art.pinhua.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The C library that gives memory back when it is told to.
public final class Glibc {
    private static final Path MAPPED = Path.of("/proc/self/maps");
    private static final Pattern FILE = Pattern.compile("/libc(\\.so\\.6|-2\\.\\d+\\.so)");

    private Glibc() {}

    /// Whether this process runs on it.
    public static boolean isHere() throws IOException {
        return Files.isReadable(MAPPED)
                && FILE.matcher(Files.readString(MAPPED)).find();
    }
}
