package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentStatesTest {
    private final List<String> encoded = new ArrayList<>();

    private RecentStates<String> holding(long most) {
        return new RecentStates<>(
                text -> {
                    encoded.add(text);
                    return new float[] {text.charAt(0), text.length(), 0};
                },
                most);
    }

    @Test
    void noMoreIsHeldThanTheBoundAndTheLeastRecentGoes() {
        RecentStates<String> states = holding(6);
        states.of("a");
        states.of("b");
        states.of("a");
        assertEquals(List.of("a", "b"), encoded);
        assertArrayEquals(new float[] {'c', 1, 0}, states.of("c"));
        assertEquals(6, states.held());
        states.of("a");
        states.of("b");
        assertEquals(List.of("a", "b", "c", "b"), encoded, "b went, and was read again");
        assertEquals(6, states.held());
    }

    @Test
    void statesBeyondTheBoundAreGivenAllTheSame() {
        RecentStates<String> states = holding(2);
        assertArrayEquals(new float[] {'a', 1, 0}, states.of("a"));
        states.of("a");
        assertEquals(List.of("a"), encoded);
        states.of("b");
        assertEquals(3, states.held());
    }
}
