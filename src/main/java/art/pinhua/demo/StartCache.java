package art.pinhua.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The cache that [StartCacheMain] makes, beside the application. It counts while it is newer than the application,
/// for the Java that made it; the Java machine itself looks closer and starts without it when anything differs.
final class StartCache {
    private StartCache() {}

    /// Where the cache of this Java lies; the script `pinhua` names it likewise.
    static Path of(Path application) {
        return application.resolveSibling("start-" + System.getProperty("java.runtime.version") + ".aot");
    }

    /// Options of the Java machine, none where there is no cache for this build.
    static List<String> options(Path repository, Path application) throws IOException {
        Path cache = of(application);
        Path file = repository.resolve(cache);
        boolean usable = Files.exists(file)
                && Files.size(file) > 0
                && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(repository.resolve(application)))
                        > 0;
        return usable ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off") : List.of();
    }
}
