package art.pinhua.platform.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import art.pinhua.platform.SystemPart.Condition;
import org.junit.jupiter.api.Test;

class DiskPartTest {
    @Test
    void aNearlyFullDiskIsTrouble() {
        assertEquals(Condition.UP, DiskPart.state(1_000_000_000, 2_000_000_000).condition());
        var full = DiskPart.state(999_999_999, 2_000_000_000);
        assertEquals(Condition.DOWN, full.condition());
        assertNotNull(full.trouble());
        assertEquals("999999999", full.figures().getFirst().value());
    }
}
