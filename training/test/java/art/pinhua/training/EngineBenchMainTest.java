package art.pinhua.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.measure.Options;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineBenchMainTest {
    private static List<String> printed(String... arguments) {
        return List.of(EngineBenchMain.naming(Options.parse(arguments, "model", "size", "threads"), arguments));
    }

    @Test
    void theCommandThatIsPrintedNamesItsModel() {
        assertEquals(List.of("--model", ShippedModel.STARTER, "--threads", "1"), printed("--threads", "1"));
        assertEquals(List.of("--model", "other"), printed("--model", "other"));
        assertEquals(List.of("--size", "sd15"), printed("--size", "sd15"));
    }
}
