package art.pinhua.platform.identity;

import art.pinhua.platform.limits.DailyKey;
import art.pinhua.platform.limits.Forgetful;
import art.pinhua.platform.limits.NetworkKeys;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Slows guessing down. Five wrong passwords of one name from one network are free, then each doubles
/// the wait; whoever tries many names from one network, or one name from many, is slowed later. What
/// strangers try from many does not slow a browser that signed the name in before. No address is
/// stored, only a hash under the key of the day.
@Singleton
class SignInThrottle implements Forgetful {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final int FREE_OF_NAME_AND_ADDRESS = 5;
    private static final int FREE_OF_ADDRESS = 30;
    private static final int FREE_OF_NAME = 50;

    private record Counter(String key, int free) {}

    private final DataSource database;
    private final Clock clock;
    private final DailyKey keys;
    private final NetworkKeys networks;
    private final KnownBrowsers browsers;

    SignInThrottle(DataSource database, Clock clock, DailyKey keys, NetworkKeys networks, KnownBrowsers browsers) {
        this.database = database;
        this.clock = clock;
        this.keys = keys;
        this.networks = networks;
        this.browsers = browsers;
    }

    /// Whence a password is tried.
    ///
    /// @param known the cookie of a browser that signed somebody in before
    record Origin(String address, @Nullable Cookie known) {}

    /// How long this name must wait there; zero when it may try.
    @Transactional
    Duration wait(String name, Origin origin) {
        var now = clock.instant();
        var counters = counters(name, origin);
        var counting = browsers.signedIn(origin.known(), name) ? counters.subList(0, counters.size() - 1) : counters;
        return counting.stream()
                .map(counter -> Duration.between(now, blockedUntil(counter)))
                .filter(Duration::isPositive)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Transactional
    void failed(String name, Origin origin) {
        for (var counter : counters(name, origin)) {
            count(counter);
        }
    }

    /// The right password forgives the name in this network; what the network did with other names
    /// stays counted.
    ///
    /// @return by which this browser is known from now on
    @Transactional
    NewCookie succeeded(String name, Origin origin) {
        delete("key = ?", counters(name, origin).getFirst().key());
        return browsers.cookie(name);
    }

    @Override
    @Transactional
    public void forget() {
        delete("last_at < ?", sql(clock.instant().minus(FORGET_AFTER)));
    }

    private void delete(String which, Object value) {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("delete from sign_in_failure where " + which)) {
            delete.setObject(1, value);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Instant blockedUntil(Counter counter) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select blocked_until from sign_in_failure where key = ?")) {
            select.setString(1, counter.key());
            try (var rows = select.executeQuery()) {
                return rows.next() ? rows.getObject(1, OffsetDateTime.class).toInstant() : Instant.EPOCH;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void count(Counter counter) {
        try (var connection = database.getConnection();
                var upsert = connection.prepareStatement("""
                insert into sign_in_failure (key, failures, last_at, blocked_until) values (?, 1, ?, ?)
                on conflict (key) do update set
                    failures = case when sign_in_failure.last_at < ? then 1 else sign_in_failure.failures + 1 end,
                    last_at = excluded.last_at
                returning failures""")) {
            var now = clock.instant();
            upsert.setString(1, counter.key());
            upsert.setObject(2, sql(now));
            upsert.setObject(3, sql(now));
            upsert.setObject(4, sql(now.minus(FORGET_AFTER)));
            int failures;
            try (var rows = upsert.executeQuery()) {
                rows.next();
                failures = rows.getInt(1);
            }
            block(counter.key(), now.plus(waitAfter(failures - counter.free())));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void block(String hash, Instant until) throws SQLException {
        try (var connection = database.getConnection();
                var update =
                        connection.prepareStatement("update sign_in_failure set blocked_until = ? where key = ?")) {
            update.setObject(1, sql(until));
            update.setString(2, hash);
            update.executeUpdate();
        }
    }

    private static Duration waitAfter(int excess) {
        if (excess < 0) {
            return Duration.ZERO;
        }
        var wait = FIRST_WAIT.multipliedBy(1L << Math.min(excess, 20));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /// That of the name alone comes last.
    private List<Counter> counters(String name, Origin origin) {
        var who = name.toLowerCase(Locale.ROOT);
        var network = networks.of(origin.address());
        var seal = keys.seal("sign-in");
        return List.of(
                new Counter(seal.of("both " + network + " " + who), FREE_OF_NAME_AND_ADDRESS),
                new Counter(seal.of("address " + network), FREE_OF_ADDRESS),
                new Counter(seal.of("name " + who), FREE_OF_NAME));
    }

    private static OffsetDateTime sql(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
