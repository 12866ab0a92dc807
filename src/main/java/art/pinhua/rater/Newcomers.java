package art.pinhua.rater;

import art.pinhua.platform.limits.Forgetful;
import art.pinhua.platform.limits.Limit;
import art.pinhua.platform.sql.Sql;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Duration;

/// Counts new raters by network, in the database: many identities are worth more to a cheat than many requests, so
/// this limit holds over restarts and for all processes together. A row is forgotten once its bucket is full again.
/// Times are whole steps in which one comes back, and still tell about when somebody came: so it does not stay longer.
@Singleton
class Newcomers implements Forgetful {
    private final Sql sql;

    Newcomers(Sql sql) {
        this.sql = sql;
    }

    /// @return how long this network must wait for its next newcomer; zero when one was let in
    @Transactional
    Duration take(String network, Limit limit) {
        if (limit.none()) {
            return Duration.ZERO;
        }
        double interval = seconds(limit.interval());
        double span = seconds(limit.span());
        // excluded.full_at is the present step and one interval
        int taken = sql.update("""
                insert into newcomer_count as c (network, full_at)
                values (?, date_bin(make_interval(secs => ?), clock_timestamp(), to_timestamp(0))
                    + make_interval(secs => ?))
                on conflict (network) do update
                set full_at = greatest(c.full_at + make_interval(secs => ?), excluded.full_at)
                where c.full_at + make_interval(secs => ?) <= excluded.full_at + make_interval(secs => ?)
                """, network, interval, interval, interval, 2 * interval, span);
        return taken > 0 ? Duration.ZERO : untilNext(network, interval - span);
    }

    private Duration untilNext(String network, double ahead) {
        double wait = sql.first(
                        "select extract(epoch from full_at - clock_timestamp())::float8 as seconds"
                                + " from newcomer_count where network = ?",
                        row -> row.getDouble("seconds"),
                        network)
                .orElse(0.0);
        return Duration.ofMillis(Math.max(1, Math.round(1000 * (wait + ahead))));
    }

    @Override
    public void forget() {
        sql.update("delete from newcomer_count where full_at < clock_timestamp()");
    }

    /// Whole microseconds, as the database counts, and at least one.
    private static double seconds(Duration time) {
        return Math.max(1, time.toNanos() / 1_000) / 1e6;
    }
}
