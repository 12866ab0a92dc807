package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `pinhua`, in a product that is built already. Its tools do nothing but say how and where they were called.
class ScriptTest {
    private static final Path SCRIPT = Path.of("../pinhua");
    private static final String APP = "src/target/quarkus-app/quarkus-run.jar";
    private static final String ENGINE = "training/target/pinhua-training-0.1.0-SNAPSHOT.jar";

    @TempDir
    Path folder;

    private record Told(int status, String words) {
        void has(String part) {
            assertTrue(words.contains(part), words);
        }
    }

    @BeforeEach
    void build() throws IOException {
        written("product/pom.xml", "");
        written("product/training/pom.xml", "");
        written("product/training/main/source", "");
        written("product/src/pom.xml", "");
        written("product/src/main/source", "");
        written("product/migrations/source", "");
        written("product/frontend/source", "");
        written("product/" + APP, "");
        written("product/" + ENGINE, "");
        Files.copy(SCRIPT, folder.resolve("product/pinhua"), StandardCopyOption.COPY_ATTRIBUTES);
        written("jdk/release", "JAVA_VERSION=\"25.0.1\"\nJAVA_RUNTIME_VERSION=\"25.0.1+8\"\n");
        tool("jdk/bin/javac", "");
        tool("jdk/bin/java", "echo \"java $*\"; echo \"in $PWD\"; env");
    }

    @Test
    void aLinkLeadsToTheProduct() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("pinhua"), Path.of("product/pinhua"));
        var drawn = called(link, Map.of(), "generate", "--out", "a.png");
        assertEquals(0, drawn.status(), drawn.words());
        drawn.has("art.pinhua.training.GenerateMain --out a.png\n");
        drawn.has("in " + folder.resolve("product").toRealPath() + "\n");
    }

    @Test
    void wordsAreChineseWhateverTheLocale() throws Exception {
        for (var name : List.of("C", "POSIX", "xx_XX.UTF-8")) {
            pinhua(Map.of("LC_ALL", name), "generate").has("\nLC_ALL=C.UTF-8\n");
        }
        pinhua(Map.of("LC_ALL", "C.utf8"), "generate").has("\nLC_ALL=C.utf8\n");
    }

    private Told pinhua(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return called(folder.resolve("product/pinhua"), environment, arguments);
    }

    private Told called(Path script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", folder.resolve("tools") + ":/usr/bin:/bin",
                        "HOME", folder.toString(),
                        "JAVA_HOME", folder.resolve("jdk").toString()));
        builder.environment().putAll(environment);
        var process = builder.start();
        var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Told(process.waitFor(), words);
    }

    private void tool(String name, String script) throws IOException {
        var file = written(name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path written(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, content);
    }
}
