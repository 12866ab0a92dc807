package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No file names the host of a package registry: where packages come from is the matter of the machine that builds.
class RegistryHostsTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> BUILT = Set.of(".git", ".pinhua", "target", "node_modules", "dist");
    private static final int TOO_LARGE_FOR_TEXT = 4 << 20;
    /// In pieces, or this file would name them.
    private static final List<String> HOSTS = List.of(
            String.join(".", "registry", "npmjs", "org"),
            String.join(".", "registry", "yarnpkg", "com"),
            String.join(".", "repo", "maven", "apache", "org"),
            String.join(".", "repo1", "maven", "org"),
            String.join(".", "plugins", "gradle", "org"),
            String.join(".", "central", "sonatype", "com"),
            String.join(".", "pypi", "org"),
            String.join(".", "static", "crates", "io"));

    @TempDir
    Path elsewhere;

    @Test
    void noFileNamesARegistry() throws IOException {
        var seen = new ArrayList<Path>();
        assertEquals(List.of(), offenders(REPOSITORY, seen));
        assertTrue(seen.size() > 200, () -> "looked at only " + seen.size() + " files");
        assertTrue(seen.contains(REPOSITORY.resolve("frontend/package-lock.json")));
        assertTrue(seen.contains(REPOSITORY.resolve("pom.xml")));
    }

    @Test
    void aPlantedHostIsFound() throws IOException {
        Files.writeString(
                elsewhere.resolve("package-lock.json"), "\"resolved\": \"https://" + HOSTS.getFirst() + "/a\"");
        Files.writeString(elsewhere.resolve("harmless.txt"), "http://maven.apache.org/POM/4.0.0");
        assertEquals(List.of(elsewhere.resolve("package-lock.json")), offenders(elsewhere, new ArrayList<>()));
    }

    @Test
    void theLockHoldsNoAddresses() throws IOException {
        assertFalse(Files.readString(REPOSITORY.resolve("frontend/package-lock.json"))
                .contains("\"resolved\""));
    }

    private static List<Path> offenders(Path root, List<Path> seen) throws IOException {
        var offenders = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                var name = Optional.ofNullable(folder.getFileName())
                        .map(Path::toString)
                        .orElse("");
                return BUILT.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && attributes.size() < TOO_LARGE_FOR_TEXT) {
                    seen.add(file);
                    var text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (HOSTS.stream().anyMatch(text::contains)) {
                        offenders.add(file);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return offenders;
    }
}
