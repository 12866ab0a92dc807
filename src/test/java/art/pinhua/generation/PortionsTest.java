package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PortionsTest {
    @Test
    void allPicturesAreAskedForAtOnce() {
        var portions = new Portions(8, 8);
        assertEquals(8, portions.size());
        portions.done();
        assertFalse(portions.remain());
    }

    @Test
    void eachLossHalvesThePortionAndWhatIsDrawnStays() {
        var portions = new Portions(7, 7);
        assertTrue(portions.lost());
        assertEquals(3, portions.size());
        portions.done();
        assertEquals(3, portions.drawn());
        assertTrue(portions.lost());
        assertEquals(1, portions.size());
        for (int drawn = 3; drawn < 7; drawn++) {
            assertTrue(portions.remain());
            assertEquals(drawn, portions.drawn());
            portions.done();
        }
        assertFalse(portions.remain());
    }

    @Test
    void threeLossesOverOnePictureAreEnough() {
        var portions = new Portions(2, 1);
        assertTrue(portions.lost());
        assertTrue(portions.lost());
        portions.done();
        assertTrue(portions.lost());
        assertTrue(portions.lost());
        assertFalse(portions.lost());
    }
}
