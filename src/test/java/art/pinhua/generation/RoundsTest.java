package art.pinhua.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.generation.Rounds.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<UUID, String> names = new HashMap<>();
    private int seconds;

    @Test
    void onePersonIsServedInTheOrderOfAsking() {
        assertEquals(List.of("a1", "a2", "a3"), order(wish("a1"), wish("a2"), wish("a3")));
    }

    @Test
    void everybodysFirstComesBeforeAnybodysSecond() {
        assertEquals(
                List.of("a1", "b1", "c1", "a2", "b2", "a3"),
                order(wish("a1"), wish("a2"), wish("a3"), wish("b1"), wish("b2"), wish("c1")));
    }

    @Test
    void whatIsBeingDrawnIsItsPersonsFirst() {
        assertEquals(List.of("b1", "a2", "a3"), order(begun("a1"), wish("a2"), wish("a3"), wish("b1")));
    }

    @Test
    void whoWasServedLongestAgoGoesFirst() {
        assertEquals(
                List.of("c1", "b1", "a1", "b2"), order(wish("a1", 60), wish("b1", 30), wish("b2", 30), wish("c1")));
    }

    /// One at a time, each time whoever is first: of three who keep asking, each gets every third picture.
    @Test
    void nobodyStarves() {
        var wishes = new ArrayList<Wish>();
        for (int i = 1; i <= 4; i++) {
            wishes.add(wish("a" + i));
        }
        wishes.add(wish("b1"));
        wishes.add(wish("b2"));
        wishes.add(wish("c1"));
        var drawn = new ArrayList<String>();
        while (!wishes.isEmpty()) {
            UUID next = Rounds.order(wishes).getFirst();
            String name = String.valueOf(names.get(next));
            drawn.add(name);
            wishes.removeIf(wish -> wish.id().equals(next));
            Instant now = START.plusSeconds(1_000 + drawn.size());
            wishes.replaceAll(wish -> wish.person().equals(name.substring(0, 1))
                    ? new Wish(wish.id(), wish.person(), false, wish.askedAt(), now)
                    : wish);
        }
        assertEquals(List.of("a1", "b1", "c1", "a2", "b2", "a3", "a4"), drawn);
    }

    private List<String> order(Wish... wishes) {
        return Rounds.order(List.of(wishes)).stream()
                .map(id -> String.valueOf(names.get(id)))
                .toList();
    }

    private Wish wish(String name) {
        return wish(name, false, null);
    }

    private Wish wish(String name, int servedAt) {
        return wish(name, false, START.plusSeconds(servedAt));
    }

    private Wish begun(String name) {
        return wish(name, true, null);
    }

    private Wish wish(String name, boolean begun, @Nullable Instant servedAt) {
        UUID id = UUID.randomUUID();
        names.put(id, name);
        return new Wish(id, name.substring(0, 1), begun, START.plusSeconds(100 + seconds++), servedAt);
    }
}
