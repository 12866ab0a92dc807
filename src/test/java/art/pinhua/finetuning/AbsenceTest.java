package art.pinhua.finetuning;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AbsenceTest {
    private static final RuntimeException AWAY = new IllegalStateException(new SQLException("gone", "57P01"));

    private final AtomicLong now = new AtomicLong(-5);
    private final Absence absence = new Absence(Duration.ofNanos(10), now::get);

    @Test
    void aShortAbsenceIsBorneAndALongOneIsNot() {
        assertTrue(absence.bears(AWAY));
        assertTrue(absence.lasts());
        now.addAndGet(10);
        assertTrue(absence.bears(AWAY));
        now.addAndGet(1);
        assertFalse(absence.bears(AWAY));
    }

    @Test
    void anAnswerEndsIt() {
        assertTrue(absence.bears(AWAY));
        absence.over();
        assertFalse(absence.lasts());
        now.addAndGet(11);
        assertTrue(absence.bears(AWAY), "another one");
    }

    @Test
    void otherFailuresAreNoAbsence() {
        assertFalse(absence.bears(new IllegalStateException("a bug")));
        assertFalse(absence.lasts());
    }
}
