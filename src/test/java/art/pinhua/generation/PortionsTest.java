package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
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
        assertTrue(portions.lost(false));
        assertEquals(3, portions.size());
        portions.done();
        assertEquals(3, portions.drawn());
        assertTrue(portions.lost(true));
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
        assertTrue(portions.lost(true));
        assertTrue(portions.lost(true));
        assertEquals(OptionalInt.empty(), portions.done(), "it says nothing of more pictures");
        assertTrue(portions.lost(true));
        assertTrue(portions.lost(true));
        assertFalse(portions.lost(true));
    }

    @Test
    void whatFoundRoomIsSaidOnceAfterALossForWantOfMemory() {
        var portions = new Portions(7, 7);
        assertTrue(portions.lost(true));
        assertTrue(portions.lost(false));
        assertEquals(OptionalInt.of(1), portions.done());
        assertEquals(OptionalInt.empty(), portions.done());
        var silent = new Portions(8, 8);
        assertTrue(silent.lost(false));
        assertEquals(OptionalInt.empty(), silent.done());
    }
}
