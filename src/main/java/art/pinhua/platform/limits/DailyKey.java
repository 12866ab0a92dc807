package art.pinhua.platform.limits;

import art.pinhua.platform.seal.Seal;
import art.pinhua.platform.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A random word that all processes share for one day (UTC) and nobody has afterwards. Few network addresses exist: who
/// holds the key of their hashes can try them all, so nobody shall hold it long, and no backup has it.
@Singleton
public class DailyKey implements Forgetful {
    private static final int WORD_BYTES = 32;

    private record Held(LocalDate day, String word) {}

    private final Sql sql;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile @Nullable Held held;

    DailyKey(Sql sql, Clock clock, RandomGenerator random) {
        this.sql = sql;
        this.clock = clock;
        this.random = random;
    }

    /// To hash with until midnight.
    public Seal seal(String purpose) {
        return new Seal(word(), purpose);
    }

    @Override
    public void forget() {
        var day = today();
        sql.update("delete from daily_key where day < ?", day);
        var known = held;
        if (known != null && known.day.isBefore(day)) {
            held = null;
        }
    }

    private String word() {
        var day = today();
        var known = held;
        if (known == null || !known.day.equals(day)) {
            // of its own: what asked for the word may be rolled back, and its counts would be lost with the word
            known = new Held(day, QuarkusTransaction.requiringNew().call(() -> shared(day)));
            held = known;
        }
        return known.word;
    }

    /// The day's word: of two processes that need it together, one makes it.
    private String shared(LocalDate day) {
        byte[] bytes = new byte[WORD_BYTES];
        random.nextBytes(bytes);
        sql.update("delete from daily_key where day < ?", day);
        sql.update(
                "insert into daily_key (day, word) values (?, ?) on conflict (day) do nothing",
                day,
                Base64.getEncoder().encodeToString(bytes));
        return sql.one("select word from daily_key where day = ?", row -> row.getString("word"), day);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
