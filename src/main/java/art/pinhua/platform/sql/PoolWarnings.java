package art.pinhua.platform.sql;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/// Leaves out the one warning of the connection pool that is no news: a login may take longer than a request waits for
/// a connection, on purpose, because a slow one still serves the requests after it. The pool says so at each start.
@LoggingFilter(name = "pool-warnings")
public final class PoolWarnings implements Filter {
    private static final String POOL = "io.agroal.pool";
    private static final String KNOWN = "Login timeout should be smaller than acquisition timeout";

    @Override
    public boolean isLoggable(LogRecord entry) {
        Object[] parameters = entry.getParameters();
        return parameters == null
                || !POOL.equals(entry.getLoggerName())
                || !Arrays.asList(parameters).contains(KNOWN);
    }
}
