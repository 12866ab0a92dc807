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
        var environment = new HashMap<>(Map.of("GLIBC_TUNABLES", "glibc.malloc.check=3", "NVIDIA_TF32_OVERRIDE", "1"));
        var set = Map.copyOf(environment);
        ComputeEnvironment.into(environment);
        assertEquals("PASSIVE", environment.remove("OMP_WAIT_POLICY"));
        assertEquals(set, environment);
    }

    /// Else convolutions on a GPU would be rounded to ten bits.
    @Test
    void fp32IsWhole() {
        var environment = new HashMap<String, String>();
        ComputeEnvironment.into(environment);
        assertEquals("0", environment.get("NVIDIA_TF32_OVERRIDE"));
    }

    /// A tool of the command line measures and trains with the product's memory and numbers.
    @Test
    void theScriptGivesItsToolsTheSame() throws IOException {
        String script = Files.readString(Path.of("../pinhua"));
        assertTrue(script.contains(ComputeEnvironment.MEMORY));
        assertTrue(script.contains("export %1$s=\"${%1$s-0}\"".formatted(ComputeEnvironment.TF32)));
    }
}
