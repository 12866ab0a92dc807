package art.pinhua.platform.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's driver, which remembers that its server swallowed an attempt to connect.
///
/// The pool connects once after another, and whoever finds all of its places promised turns in circles until they are
/// kept (agroal#214): on virtual threads that stops every request of the process. So one attempt may run into its time
/// limit, and until the server has answered a probe beside the pool all others fail at once.
public final class WaryDriver implements Driver {
    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(250);
    /// A pool that was closed asks no more.
    private static final Duration INTEREST = Duration.ofMinutes(1);

    private static final String TIME_LIMIT = "loginTimeout";

    private final Driver postgres;
    private final Duration slow;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile long lastAsked = System.nanoTime();

    /// For the pool, which makes it by its name.
    public WaryDriver() {
        this(new org.postgresql.Driver(), SLOW);
    }

    /// @param slow a failure that took so long is a server that swallows; quicker ones cost nothing
    WaryDriver(Driver postgres, Duration slow) {
        this.postgres = postgres;
        this.slow = slow;
    }

    @Override
    public @Nullable Connection connect(String url, Properties given) throws SQLException {
        lastAsked = System.nanoTime();
        if (away.get()) {
            throw new SQLException("the database swallowed the last attempt to connect; it is asked again", "08001");
        }
        var properties = limited(given);
        long began = System.nanoTime();
        try {
            return postgres.connect(url, properties);
        } catch (SQLException failure) {
            if (since(began).compareTo(slow) >= 0 && away.compareAndSet(false, true)) {
                Thread.ofPlatform().daemon().name("database-probe").start(() -> probe(url, properties));
            }
            throw failure;
        }
    }

    /// PostgreSQL's driver does not look at the limit that the pool sets for all drivers.
    private static Properties limited(Properties given) {
        var properties = new Properties();
        properties.putAll(given);
        properties.putIfAbsent(TIME_LIMIT, Integer.toString(DriverManager.getLoginTimeout()));
        return properties;
    }

    private void probe(String url, Properties properties) {
        try {
            while (since(lastAsked).compareTo(INTEREST) < 0 && swallows(url, properties)) {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            away.set(false);
        }
    }

    private boolean swallows(String url, Properties properties) {
        long began = System.nanoTime();
        try (var _ = postgres.connect(url, properties)) {
            return false;
        } catch (SQLException failure) {
            return since(began).compareTo(slow) >= 0;
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return postgres.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return postgres.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return postgres.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return postgres.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return postgres.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
        return postgres.getParentLogger();
    }
}
