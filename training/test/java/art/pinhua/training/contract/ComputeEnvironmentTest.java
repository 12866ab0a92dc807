package art.pinhua.training.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComputeEnvironmentTest {
    @Test
    void whatTheOperatorHasSetStays() {
        var environment = new HashMap<>(Map.of("GLIBC_TUNABLES", "glibc.malloc.check=3"));
        ComputeEnvironment.into(environment);
        assertEquals(Map.of("GLIBC_TUNABLES", "glibc.malloc.check=3", "OMP_WAIT_POLICY", "PASSIVE"), environment);
    }

    /// A tool of the command line measures and trains with the memory that the product has.
    @Test
    void theScriptGivesItsToolsTheSame() throws IOException {
        assertTrue(Files.readString(Path.of("../pinhua")).contains(ComputeEnvironment.MEMORY));
    }
}
