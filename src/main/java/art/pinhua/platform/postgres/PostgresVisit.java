package art.pinhua.platform.postgres;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Full access to a cluster until it is closed, or this process is asked to end.
public final class PostgresVisit implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final Optional<FileLock> lock;
    private final Thread end = new Thread(this::stopWhatWeStarted, "postgres-stop");

    /// @param lock absent where another process serves the cluster
    PostgresVisit(EmbeddedPostgres postgres, Optional<FileLock> lock) {
        this.postgres = postgres;
        this.lock = lock;
    }

    void begin() throws IOException {
        if (lock.isPresent()) {
            serveUntilTheEnd();
        } else if (!postgres.joinLive()) {
            throw new IOException("it is just starting or stopping; try again in a moment");
        }
    }

    private void serveUntilTheEnd() throws IOException {
        Runtime.getRuntime().addShutdownHook(end);
        try {
            postgres.serve();
        } catch (IOException e) {
            forgetTheEnd();
            throw e;
        }
    }

    /// To the product's database, as superuser.
    public Connection connect() throws SQLException {
        return postgres.connect();
    }

    @Override
    public void close() {
        stopWhatWeStarted();
        forgetTheEnd();
    }

    private void forgetTheEnd() {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException ending) {
            return; // it has begun, and finds nothing left to do
        }
    }

    private void stopWhatWeStarted() {
        lock.ifPresent(postgres::stop);
    }
}
