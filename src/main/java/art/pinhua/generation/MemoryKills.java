package art.pinhua.generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// How often the kernel ended a process of this machine because memory, or that of a container, ran out.
/// While the number stays, a process that is gone by SIGKILL was killed by somebody,
/// or by a watcher of memory that is not the kernel's.
final class MemoryKills {
    private static final Path COUNTERS = Path.of("/proc/vmstat");
    private static final String COUNTER = "oom_kill ";

    private final Path counters;
    private final OptionalLong before;

    private MemoryKills(Path counters) {
        this.counters = counters;
        before = count(counters);
    }

    static MemoryKills fromNow() {
        return fromNow(COUNTERS);
    }

    /// @param counters names and numbers, one of each on a line
    static MemoryKills fromNow(Path counters) {
        return new MemoryKills(counters);
    }

    /// Whether there may have been one since: where the kernel tells no number, there may.
    boolean possible() {
        var now = count(counters);
        return before.isEmpty() || now.isEmpty() || now.getAsLong() > before.getAsLong();
    }

    private static OptionalLong count(Path counters) {
        try (var lines = Files.lines(counters)) {
            return lines.filter(line -> line.startsWith(COUNTER))
                    .mapToLong(line -> Long.parseLong(line.substring(COUNTER.length())))
                    .findFirst();
        } catch (IOException | UncheckedIOException | NumberFormatException untold) {
            return OptionalLong.empty();
        }
    }
}
