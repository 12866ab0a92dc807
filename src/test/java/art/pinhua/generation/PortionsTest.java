package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.generation.EngineGone.Reason;
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
        assertTrue(portions.lost(Reason.OTHER));
        assertEquals(3, portions.size());
        portions.done();
        assertEquals(3, portions.drawn());
        assertTrue(portions.lost(Reason.MEMORY));
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
        assertTrue(portions.lost(Reason.MEMORY));
        assertTrue(portions.lost(Reason.MEMORY));
        assertEquals(OptionalInt.empty(), portions.done(), "it says nothing of more pictures");
        assertTrue(portions.lost(Reason.MEMORY));
        assertTrue(portions.lost(Reason.MEMORY));
        assertFalse(portions.lost(Reason.MEMORY));
    }

    @Test
    void whatFoundRoomIsSaidOnceAfterALossForWantOfMemory() {
        var portions = new Portions(7, 7);
        assertTrue(portions.lost(Reason.MEMORY));
        assertTrue(portions.lost(Reason.OTHER));
        assertEquals(OptionalInt.of(1), portions.done());
        assertEquals(OptionalInt.empty(), portions.done());
        var silent = new Portions(8, 8);
        assertTrue(silent.lost(Reason.OTHER));
        assertEquals(OptionalInt.empty(), silent.done());
    }

    @Test
    void whatAllLossesOverOnePictureSayIsTheReason() {
        assertEquals(Reason.MEMORY, reason(Reason.MEMORY, Reason.MEMORY, Reason.MEMORY));
        assertEquals(Reason.DEVICE, reason(Reason.DEVICE, Reason.DEVICE, Reason.DEVICE));
        assertEquals(Reason.OTHER, reason(Reason.OTHER, Reason.DEVICE, Reason.DEVICE));
        assertEquals(Reason.OTHER, reason(Reason.DEVICE, Reason.DEVICE, Reason.MEMORY));
        assertEquals(Reason.OTHER, reason(Reason.KILLED, Reason.KILLED, Reason.DEVICE));
    }

    @Test
    void killsOverOnePictureAreWantOfMemory() {
        assertEquals(Reason.MEMORY, reason(Reason.KILLED, Reason.KILLED, Reason.KILLED));
        assertEquals(Reason.MEMORY, reason(Reason.MEMORY, Reason.KILLED, Reason.KILLED));
    }

    @Test
    void whatEarlierPicturesWereLostForDoesNotCount() {
        var portions = new Portions(2, 1);
        assertTrue(portions.lost(Reason.OTHER));
        portions.done();
        assertTrue(portions.lost(Reason.DEVICE));
        assertEquals(Reason.DEVICE, portions.commonReason());
    }

    @Test
    void aKillOfMorePicturesSaysNothingOfTheirRoom() {
        var portions = new Portions(8, 8);
        assertTrue(portions.lost(Reason.KILLED));
        assertEquals(OptionalInt.empty(), portions.done());
    }

    private static Reason reason(Reason first, Reason second, Reason third) {
        var portions = new Portions(1, 1);
        assertTrue(portions.lost(first));
        assertTrue(portions.lost(second));
        assertFalse(portions.lost(third));
        return portions.commonReason();
    }
}
