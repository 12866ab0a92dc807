package art.pinhua.checks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Error Prone and NullAway are on in this module: the build compiles the planted faults in `canaries/` with the
/// module's own settings, and both must have refused theirs.
class CompilerCanaryTest {
    private static final Path SAID = Path.of("target/canary.txt");

    private static void assertRefused(String file, String check) throws IOException {
        assertTrue(Files.exists(SAID), "the build did not compile canaries/: see the execution `canary` in pom.xml");
        String said = Files.readString(SAID);
        assertTrue(
                said.lines().anyMatch(line -> line.contains(file) && line.contains("error: [" + check + "]")),
                () -> check + " let " + file + " pass. The compiler said:\n" + said);
    }

    @Test
    void plantedNullIsRefused() throws IOException {
        assertRefused("PlantedNull.java", "NullAway");
    }

    @Test
    void plantedMistakeIsRefused() throws IOException {
        assertRefused("PlantedMistake.java", "DeadException");
    }
}
