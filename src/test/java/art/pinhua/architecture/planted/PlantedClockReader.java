package art.pinhua.architecture.planted;

import java.time.Instant;

/// Reads the clock by itself.
public class PlantedClockReader {
    public Instant now() {
        return Instant.now();
    }
}
