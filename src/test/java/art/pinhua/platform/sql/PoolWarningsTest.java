package art.pinhua.platform.sql;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class PoolWarningsTest {
    private static final String KNOWN = "Login timeout should be smaller than acquisition timeout";
    private final PoolWarnings filter = new PoolWarnings();

    @Test
    void oneWarningOfThePoolIsLeftOutAndNoOther() {
        assertFalse(filter.isLoggable(entry("io.agroal.pool", "Datasource '<default>'", KNOWN)));
        assertTrue(filter.isLoggable(entry("io.agroal.pool", "Datasource '<default>'", "Connection leaked")));
        assertTrue(filter.isLoggable(entry("art.pinhua", "Datasource '<default>'", KNOWN)));
        assertTrue(filter.isLoggable(new LogRecord(Level.WARNING, "x")));
    }

    private static LogRecord entry(String logger, Object... parameters) {
        var entry = new LogRecord(Level.WARNING, "{0}: {1}");
        entry.setLoggerName(logger);
        entry.setParameters(parameters);
        return entry;
    }
}
