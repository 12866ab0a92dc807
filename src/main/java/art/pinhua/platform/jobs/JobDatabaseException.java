package art.pinhua.platform.jobs;

import java.sql.SQLException;

/// The job table cannot be reached or refuses: the world's fault, retried by the queue.
final class JobDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JobDatabaseException(SQLException cause) {
        super("job table: " + cause.getMessage(), cause);
    }
}
