package art.pinhua.training.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
    @Test
    void bothFieldsAreReadInMegabytes() {
        String status = """
                Name:	java
                VmPeak:	 9999999 kB
                VmHWM:	  409600 kB
                VmRSS:	  204800 kB
                """;
        assertEquals(new ProcessMemory(200, 400), ProcessMemory.parse(status));
    }

    @Test
    void processThatIsGoneHoldsNothing() throws IOException {
        assertEquals(new ProcessMemory(0, 0), ProcessMemory.of(Integer.MAX_VALUE));
    }
}
