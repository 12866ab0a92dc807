package art.pinhua.training.contract;

import java.time.Instant;

/// A process that trains, or has trained, in a run folder.
///
/// @param pid           its number
/// @param startedMillis when it began, in milliseconds since 1970: tells it from a later process that
///                      was given the same number
public record RunningTrainer(long pid, long startedMillis) {
    public static RunningTrainer of(ProcessHandle process) {
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new RunningTrainer(process.pid(), started);
    }
}
