package art.pinhua.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.fault.JobLog.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The check itself: it must be able to fail.
class JobLogTest {
    @Test
    void aWriteAfterTheSuccessorsClaimIsAZombies() {
        var late = new Entry(4, "worker1", "image", 2, "");
        assertEquals(
                List.of(late),
                JobLog.zombieWrites(List.of(
                        new Entry(1, "worker1", "job", 1, "RUNNING"),
                        new Entry(2, "worker1", "job", 1, "RUNNING"),
                        new Entry(3, "worker2", "job", 2, "RUNNING"),
                        late,
                        new Entry(5, "web1", "job", 2, "RUNNING"),
                        new Entry(6, "worker2", "image", 2, ""),
                        new Entry(7, "worker2", "job", 2, "DONE"))));
    }
}
