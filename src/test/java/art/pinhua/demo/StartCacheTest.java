package art.pinhua.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cache counts for the build and the Java that made it, and nothing else.
class StartCacheTest {
    private static final Path APPLICATION = Path.of("target/run.jar");
    private static final Instant BUILT = Instant.parse("2026-01-01T10:00:00Z");

    @TempDir
    Path repository;

    @BeforeEach
    void build() throws IOException {
        Files.createDirectories(repository.resolve("target"));
        written(APPLICATION, "jar", BUILT);
    }

    @Test
    void itIsUsedWhenItIsOfThisBuildAndThisJava() throws IOException {
        written(cache(System.getProperty("java.runtime.version")), "cache", BUILT.plusSeconds(9));
        var options = options();
        assertTrue(
                options.contains("-XX:AOTCache=target/start-" + System.getProperty("java.runtime.version") + ".aot"),
                options::toString);
    }

    @Test
    void noneOldAndFailedOnesAreLeftAlone() throws IOException {
        assertEquals(List.of(), options(), "none");
        written(cache("24.0.1+9"), "cache", BUILT.plusSeconds(9));
        assertEquals(List.of(), options(), "of another Java");
        var mine = cache(System.getProperty("java.runtime.version"));
        written(mine, "cache", BUILT.minusSeconds(9));
        assertEquals(List.of(), options(), "of the build before");
        written(mine, "", BUILT.plusSeconds(9));
        assertEquals(List.of(), options(), "tried, and failed");
    }

    private List<String> options() throws IOException {
        return StartCache.options(repository, APPLICATION);
    }

    private static Path cache(String java) {
        return Path.of("target", "start-" + java + ".aot");
    }

    private void written(Path file, String content, Instant time) throws IOException {
        Files.writeString(repository.resolve(file), content);
        Files.setLastModifiedTime(repository.resolve(file), FileTime.from(time));
    }
}
