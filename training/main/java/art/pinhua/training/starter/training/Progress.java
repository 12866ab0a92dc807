package art.pinhua.training.starter.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/// Tells on standard output and in `progress.log` how far a stage has come.
final class Progress {
    private final Path log;
    private final String stage;
    private final long steps;
    private final int perStep;
    private final LongUnaryOperator work;
    private final LongSupplier nanos;
    private long measuredFrom;
    private long measuredAt;
    private boolean started;

    /// @param perStep pictures a step reads
    Progress(Path folder, String stage, long steps, int perStep) {
        this(folder, stage, steps, perStep, LongUnaryOperator.identity(), System::nanoTime);
    }

    /// @param work  that so many steps are, where they differ in what they take
    /// @param nanos a clock, nanoseconds since any time
    Progress(Path folder, String stage, long steps, int perStep, LongUnaryOperator work, LongSupplier nanos) {
        this.log = folder.resolve("progress.log");
        this.stage = stage;
        this.steps = steps;
        this.perStep = perStep;
        this.work = work;
        this.nanos = nanos;
    }

    /// Told before every step: the first one, which is above 0 after a resume, starts the clock.
    void stepping(long done) {
        if (!started) {
            restart(done);
        }
    }

    /// As [#stepping], with a line now and then.
    void passing(long done, int every) {
        stepping(done);
        if (done % every == 0) {
            report(done, "");
        }
    }

    /// What went before is no part of the next rate.
    void restart(long done) {
        started = true;
        measuredFrom = done;
        measuredAt = nanos.getAsLong();
    }

    /// One line: share done, rate since the line before, time left at that rate, and what the stage has to say.
    void report(long done, String measurements) {
        String rate = started && done > measuredFrom ? rate(done) : "";
        say(String.format(
                        Locale.ROOT,
                        "%s %5.1f %%  step %d of %d  %s%s",
                        stage,
                        100.0 * done / steps,
                        done,
                        steps,
                        measurements,
                        rate)
                .stripTrailing());
        restart(done);
    }

    private String rate(long done) {
        double seconds = Math.max(1e-9, (nanos.getAsLong() - measuredAt) / 1e9);
        double rate = (done - measuredFrom) / seconds;
        long before = work.applyAsLong(measuredFrom);
        long now = work.applyAsLong(done);
        Duration left = Duration.ofSeconds(Math.round(seconds * (work.applyAsLong(steps) - now) / (now - before)));
        return String.format(
                Locale.ROOT, "  %.1f pictures/s  %d:%02d left", rate * perStep, left.toMinutes(), left.toSecondsPart());
    }

    void say(String line) {
        String stamped = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line;
        System.out.println(stamped);
        try {
            Files.writeString(log, stamped + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + log, e);
        }
    }
}
