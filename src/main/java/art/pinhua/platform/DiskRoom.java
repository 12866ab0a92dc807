package art.pinhua.platform;

import art.pinhua.platform.problem.CommonProblem;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.contract.RunFailure;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Room on the disk of the data folder. What is left below the reserve belongs to votes: work that makes files waits.
@Singleton
public class DiskRoom {
    public static final String FULL = "The disk is full. Make room; it goes on by itself.";

    private final DataFolder data;
    private final long reserve;

    public DiskRoom(
            DataFolder data, @ConfigProperty(name = "pinhua.disk.reserve", defaultValue = "1G") MemorySize reserve) {
        this.data = data;
        this.reserve = reserve.asLongValue();
    }

    public long free() {
        return data.root().toFile().getUsableSpace();
    }

    public long total() {
        return data.root().toFile().getTotalSpace();
    }

    /// What to tell people while there is too little; empty when there is enough.
    public Optional<String> trouble() {
        return trouble(free());
    }

    /// Likewise, for work that is about to write so many bytes.
    public Optional<String> troubleWith(long bytes) {
        return troubleWith(bytes, free());
    }

    /// Whether so many bytes more leave the reserve alone.
    public boolean has(long bytes) {
        return free() - bytes >= reserve;
    }

    /// For what people send: it cannot wait, as work does.
    ///
    /// @param bytes that are written
    /// @throws ProblemException `NO_ROOM`, when they would take of the reserve, or the disk is full after all
    public <T> T within(long bytes, Supplier<T> write) {
        if (!has(bytes)) {
            throw refused(trouble().or(() -> troubleWith(bytes)).orElse(FULL));
        }
        try {
            return write.get();
        } catch (UncheckedIOException e) {
            throw isFull(e) ? refused(FULL) : e;
        }
    }

    public static ProblemException refused(String detail) {
        return new ProblemException(CommonProblem.NO_ROOM, detail);
    }

    Optional<String> trouble(long free) {
        return free >= reserve
                ? Optional.empty()
                : Optional.of("Only " + (free >> 20) + " MB are free on the disk and " + (reserve >> 20)
                        + " MB are kept for votes. Make room; it goes on by itself.");
    }

    Optional<String> troubleWith(long bytes, long free) {
        return free - bytes >= reserve
                ? Optional.empty()
                : Optional.of(
                        "This needs " + (bytes >> 20) + " MB; only " + (free >> 20) + " MB are free on the disk and "
                                + (reserve >> 20) + " MB of them are kept for votes. Make room; it goes on by itself.");
    }

    /// Whether a failure says that a disk has no room (bytes or file entries) or a quota is used up.
    public static boolean isFull(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var message = String.valueOf(cause.getMessage());
            if (RunFailure.saysNoRoom(message) && (cause instanceof IOException || cause instanceof RuntimeException)) {
                return true;
            }
        }
        return false;
    }
}
