package art.pinhua.platform.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import art.pinhua.TestClock;
import art.pinhua.platform.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DailyKeyTest {
    @Inject
    Sql sql;

    @Inject
    TestClock clock;

    @Inject
    RandomGenerator random;

    @Inject
    Forgetting forgetting;

    @AfterEach
    void setTheClockBack() {
        clock.reset();
    }

    @Test
    void processesShareTheDaysKeyAndNobodyHasYesterdays() {
        clock.stop(); // midnight may be near
        var one = new DailyKey(sql, clock, random);
        var other = new DailyKey(sql, clock, random);
        var today = one.seal("test").of("203.0.113.7");
        assertEquals(today, other.seal("test").of("203.0.113.7"));
        assertNotEquals(today, one.seal("another").of("203.0.113.7"));
        clock.advance(Duration.ofDays(1));
        assertNotEquals(today, one.seal("test").of("203.0.113.7"));
        assertEquals("1", count("daily_key"), "the key of the day before is gone");
        assertEquals(
                "u",
                sql.one("select relpersistence from pg_class where relname = 'daily_key'", row -> row.getString(1)));
    }

    @Test
    void whatWasCountedIsForgottenWithoutAnotherVisitor() {
        sql.update("insert into newcomer_count (network, full_at) values ('forgotten', now() - interval '1 s')");
        sql.update("insert into sign_in_failure (key, failures, last_at, blocked_until)"
                + " values ('forgotten', 1, now() - interval '2 h', now())");
        sql.update("insert into daily_key (day, word) values ('2020-01-01', repeat('x', 32))");
        forgetting.round();
        assertEquals("0", count("newcomer_count where network = 'forgotten'"));
        assertEquals("0", count("sign_in_failure where key = 'forgotten'"));
        assertEquals("0", count("daily_key where day = '2020-01-01'"));
    }

    private String count(String rows) {
        return sql.one("select count(*) from " + rows, row -> row.getString(1));
    }
}
