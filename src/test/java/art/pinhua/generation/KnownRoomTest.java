package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownRoomTest {
    private static final KnownRoom.Kind KIND = new KnownRoom.Kind(new UUID(1, 2), 64, 64);

    private final KnownRoom room = new KnownRoom();

    @Test
    void allAreAskedForWhereNothingIsKnown() {
        room.found(new KnownRoom.Kind(new UUID(1, 2), 64, 128), 2, false);
        assertEquals(8, room.of(KIND, 8, false));
        assertEquals(8, room.of(KIND, 8, true));
    }

    @Test
    void theLeastThatFoundRoomIsKnown() {
        room.found(KIND, 4, false);
        room.found(KIND, 6, false);
        assertEquals(4, room.of(KIND, 8, false));
        assertEquals(3, room.of(KIND, 3, false));
    }

    @Test
    void whatEndedAnEngineAmongOtherModelsIsTriedAgainWithoutThem() {
        room.found(KIND, 2, true);
        assertEquals(8, room.of(KIND, 8, false));
        assertEquals(2, room.of(KIND, 8, true));
    }

    @Test
    void whatHasNoRoomAloneHasNoneAmongOthers() {
        room.found(KIND, 2, false);
        assertEquals(2, room.of(KIND, 8, true));
    }
}
