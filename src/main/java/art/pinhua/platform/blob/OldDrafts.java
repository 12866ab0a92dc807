package art.pinhua.platform.blob;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.Leftovers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/// Removes, at a start, what processes that were killed had begun to store as blobs, or to copy from a
/// distant store.
@Singleton
class OldDrafts {
    /// Other processes may be writing theirs in the same folder, none of them for so long.
    private static final Duration AGE = Duration.ofDays(1);

    /// As they are called while they are written.
    private static final String NAMES = "blob*.tmp";

    void remove(@Observes StartupEvent event, DataFolder data, Clock clock) {
        var time = clock.instant().minus(AGE);
        Leftovers.removeOlder(data.root().resolve("blobs/drafts"), NAMES, time);
        Leftovers.removeOlder(data.root().resolve("cache/blobs"), NAMES, time);
    }
}
