package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.SamplerKind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Pictures that find no room together are drawn in parts.
class ShortMemoryTest extends OpenPipeline {
    private static final PictureRequest FOUR = request(1, 2, 3, 4);

    @BeforeAll
    void open() throws IOException {
        open(MicroPipeline.FOLDER);
    }

    private static PictureRequest request(long... seeds) {
        var each = new ArrayList<Long>();
        for (long seed : seeds) {
            each.add(seed);
        }
        return new PictureRequest("a cat", "", each, 4, 3, SamplerKind.DDIM, 64, 64);
    }

    private static Runnable engineFault(String message) {
        return () -> {
            throw new EngineException(message);
        };
    }

    private static Runnable fullHeap() {
        return () -> {
            throw new OutOfMemoryError("Java heap space");
        };
    }

    @Test
    void fewerAreDrawnAtOnceWhereNativeMemoryIsShort() {
        assertDrawnInParts(engineFault("can't allocate memory"), engineFault("out of memory"));
    }

    @Test
    void fewerAreDrawnAtOnceWhereTheHeapIsShort() {
        assertDrawnInParts(fullHeap(), fullHeap());
    }

    /// Four at once and two at once fail, then one after the other and two at once succeed.
    private void assertDrawnInParts(Runnable first, Runnable second) {
        Painter.Drawn whole = painter.draw(FOUR, PictureListener.NONE);
        var refusals = new ArrayDeque<>(List.of(first, second));
        var steps = new ArrayList<Integer>();
        Painter.Drawn parts = painter.draw(FOUR, (step, of, preview) -> {
            if (!refusals.isEmpty()) {
                refusals.removeFirst().run();
            }
            assertEquals(4, of);
            steps.add(step);
        });
        assertEquals(List.of(1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4), steps);
        assertEquals(4, whole.atOnce());
        assertEquals(1, parts.atOnce());
        for (int i = 0; i < 4; i++) {
            byte[] one = whole.pictures().get(i).rgb();
            byte[] other = parts.pictures().get(i).rgb();
            for (int j = 0; j < one.length; j++) {
                assertEquals(one[j] & 0xFF, other[j] & 0xFF, 1);
            }
        }
    }

    @Test
    void oneThatFindsNoRoomAloneAndOtherFaultsEndTheDrawing() {
        assertThrows(EngineException.class, () -> drawWith(request(1), engineFault("out of memory")));
        assertThrows(OutOfMemoryError.class, () -> drawWith(request(1), fullHeap()));
        assertThrows(EngineException.class, () -> drawWith(FOUR, engineFault("another fault")));
    }

    private void drawWith(PictureRequest request, Runnable fault) {
        painter.draw(request, (step, of, preview) -> fault.run());
    }
}
