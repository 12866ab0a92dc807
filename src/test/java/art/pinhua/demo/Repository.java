package art.pinhua.demo;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the packaged product lies, whatever folder the tests were started from.
public final class Repository {
    private Repository() {}

    public static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("pinhua"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "no folder with the pinhua script above " + Path.of("").toAbsolutePath());
    }
}
