package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The script `pinhua`, in a product that is built already. Its tools do nothing but say how and where they were
/// called.
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
        tool("tools/mvn", """
                case $1 in -v) echo "Apache Maven ${MAVEN-3.8.7} (of Debian)"; exit ;; esac
                echo "mvn $*"; env; exit ${MVN_STATUS-0}""");
        tool("tools/node", "echo ${NODE-v20.19.0}");
        tool("tools/npm", "echo 10.8.2");
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

    @Test
    void onlyWhatWasSetIsExported() throws Exception {
        var product = folder.resolve("product").toRealPath();
        var untold = pinhua(Map.of("PINHUA_DATA", "", "QUARKUS_HTTP_PORT", ""), "up");
        assertFalse(untold.words().contains("\nPINHUA_DATA="), untold.words());
        assertFalse(untold.words().contains("\nQUARKUS_HTTP_PORT="), untold.words());
        untold.has("\nDJL_CACHE_DIR=" + product + "/.pinhua/cache/djl\n");

        var told = pinhua(Map.of("PINHUA_DATA", "other", "PINHUA_PORT", "8081"), "up");
        told.has("\nPINHUA_DATA=" + product + "/other\n");
        told.has("\nQUARKUS_HTTP_PORT=8081\n");
        told.has("\nDJL_CACHE_DIR=" + product + "/other/cache/djl\n");
    }

    @Test
    void oneBuildAtATimeAndNoneBesideTheProduct() throws Exception {
        var app = folder.resolve("product/" + APP);
        Files.setLastModifiedTime(app, FileTime.fromMillis(0));
        var audit = pinhua(Map.of(), "audit", "verify");
        audit.has("java -jar " + APP + " audit verify\n");
        assertFalse(audit.words().contains("mvn "), audit.words());

        var told = "\nflock -n . true && echo free || echo taken";
        tool("tools/mvn", "echo \"Apache Maven 3.9.16\"" + told);
        tool("jdk/bin/java", "echo \"java $*\"" + told);
        var up = pinhua(Map.of("PINHUA_START_CACHE", "off"), "up");
        assertEquals(0, up.status(), up.words());
        if (Files.exists(Path.of("/usr/bin/flock"))) {
            up.has("\nApache Maven 3.9.16\ntaken\n");
            up.has("\njava -jar " + APP + "\nfree\n");
        }
        up = pinhua(Map.of(), "up");
        assertFalse(up.words().contains("building"), up.words());

        Files.delete(app);
        tool("tools/mvn", "echo \"Apache Maven 3.9.16\"; case $1 in -v) ;; *) exit 1 ;; esac");
        audit = pinhua(Map.of(), "audit", "verify");
        assertEquals(1, audit.status(), audit.words());
        assertTrue(audit.words().startsWith("pinhua: building"), audit.words());
        assertFalse(audit.words().contains("java "), audit.words());
    }

    /// A build installs there too.
    @Test
    void testsInstallNothingBesideABuild() throws Exception {
        tool("tools/chromium", "");
        tool("tools/npm", "echo \"npm $1\"\nflock -n .. true && echo free || echo taken");
        var test = pinhua(Map.of(), "test");
        assertEquals(0, test.status(), test.words());
        if (Files.exists(Path.of("/usr/bin/flock"))) {
            test.has("\nnpm install\ntaken\nnpm run\ntaken\n");
        }
    }

    @Test
    void upRefusesWhatItDoesNotKnow() throws Exception {
        var up = pinhua(Map.of(), "up", "--port", "8081");
        assertEquals(1, up.status(), up.words());
        assertTrue(up.words().startsWith("pinhua: up takes no arguments, was --port. The port is"), up.words());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "demo",
                "bench start",
                "bench votes",
                "bench curation",
                "bench engine",
                "backup saved",
                "restore saved",
                "fsck",
                "erase somebody",
                "audit verify",
                "generate",
                "train run"
            })
    void optionsOfJavaReachEveryCommand(String command) throws Exception {
        var options = Map.of("PINHUA_JAVA_OPTS", "-Xmx9m -Dpinhua.data=/there");
        var started = pinhua(options, command.split(" ", -1)).words();
        var java = started.lines().filter(line -> line.startsWith("java ")).toList();
        assertEquals(1, java.size(), started);
        assertTrue(java.getFirst().contains(" -Xmx9m -Dpinhua.data=/there "), started);
    }

    @Test
    void testsKnowNothingOfAnInstallation() throws Exception {
        tool("tools/chromium", "");
        var installation = Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://server/pinhua",
                "QUARKUS_FLYWAY_PASSWORD", "secret",
                "QUARKUS_OIDC_AUTH_SERVER_URL", "https://keycloak.example/realms/pinhua",
                "QUARKUS_HTTP_HOST", "192.168.1.1",
                "PINHUA_DATA", "/srv/pinhua",
                "PINHUA_BLOBS_SECRET_KEY", "secret",
                "PINHUA_ROLE", "web",
                "PINHUA_PUBLIC_URL", "https://pinhua.example");
        var told = new HashMap<>(installation);
        told.put("PINHUA_PORT", "8081");
        told.put("PINHUA_NO_USERNS", "1");
        var test = pinhua(told, "test", "-Dit.test=none");
        assertEquals(0, test.status(), test.words());
        test.has("\nmvn -B verify -Dit.test=none\n");
        test.has("\nPINHUA_NO_USERNS=1\n");
        assertFalse(test.words().contains("\nQUARKUS_"), test.words());
        for (var setting : installation.keySet()) {
            assertFalse(test.words().contains("\n" + setting + "="), test.words());
        }
    }

    @Test
    void doctorMarksAnEngineThatCannotBeBuiltOrDies() throws Exception {
        var engine = folder.resolve("product/" + ENGINE);
        Files.setLastModifiedTime(engine, FileTime.fromMillis(0));
        var doctor = pinhua(Map.of("MVN_STATUS", "1"), "doctor");
        assertEquals(1, doctor.status(), doctor.words());
        doctor.has("!!  engine     it cannot be built: see above.\npinhua: what is marked !! needs a hand\n");
        assertEquals(0, Files.getLastModifiedTime(engine).toMillis(), "it is tried again");

        tool("jdk/bin/java", "echo Unrecognized option: -Xnone >&2; exit 1");
        doctor = pinhua(Map.of(), "doctor");
        assertEquals(1, doctor.status(), doctor.words());
        doctor.has("!!  engine     the check died with status 1. Unrecognized option: -Xnone\npinhua: what ");

        tool("jdk/bin/java", "echo '!!  engine     no libtorch'; exit 1");
        doctor = pinhua(Map.of(), "doctor");
        assertEquals(1, doctor.status(), doctor.words());
        doctor.has("!!  engine     no libtorch\npinhua: what ");
    }

    @ParameterizedTest
    @CsvSource({
        "3.8.7,  v20.19.0, true",
        "3.9.16, v20.20.2, true",
        "3.10.1, v22.13.0, true",
        "3.8.12, v24.0.0,  true",
        "3.8.6,  v20.18.3, false",
        "3.6.3,  v22.12.0, false",
        "4.0.0,  v23.11.1, false"
    })
    void onlyToolsThatCanBuildAreTaken(String maven, String node, boolean fit) throws Exception {
        var doctor = pinhua(Map.of("MAVEN", maven, "NODE", node), "doctor").words();
        assertEquals(fit, doctor.contains("ok  Maven      " + maven + "\n"), doctor);
        assertEquals(fit, doctor.contains("ok  Node       " + node + ", npm 10.8.2\n"), doctor);
        Files.setLastModifiedTime(folder.resolve("product/" + APP), FileTime.fromMillis(0));
        assertRefused(fit, "Maven", pinhua(Map.of("MAVEN", maven), "up"));
        assertRefused(fit, "Node.js", pinhua(Map.of("NODE", node), "up"));
    }

    private static void assertRefused(boolean fit, String tool, Told up) {
        assertEquals(fit ? 0 : 1, up.status(), up.words());
        assertEquals(!fit, up.words().contains("pinhua: " + tool), up.words());
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
        builder.environment().put("PATH", folder.resolve("tools") + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
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
