package art.pinhua.generation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// In which order people's generations are drawn: everybody's first, then everybody's second, and so on, so
/// that nobody waits for all that somebody else has asked for. In each round the one goes first who was
/// served longest ago.
final class Rounds {
    private Rounds() {}

    /// A generation under way.
    /// @param begun    it is being drawn, and is its person's part of the first round
    /// @param servedAt when the person got pictures last; absent if not lately
    record Wish(
            UUID id,
            String person,
            boolean begun,
            Instant askedAt,
            @Nullable Instant servedAt) {}

    private record Placed(Wish wish, int round) {}

    /// Those that wait, first to last.
    static List<UUID> order(List<Wish> wishes) {
        var rounds = new HashMap<String, Integer>();
        var waiting = new ArrayList<Placed>();
        wishes.stream()
                .sorted(Comparator.comparing((Wish wish) -> !wish.begun()).thenComparing(Wish::askedAt))
                .forEach(wish -> {
                    int round = rounds.merge(wish.person(), 1, Integer::sum);
                    if (!wish.begun()) {
                        waiting.add(new Placed(wish, round));
                    }
                });
        return waiting.stream()
                .sorted(Comparator.comparingInt(Placed::round)
                        .thenComparing(placed -> served(placed.wish()))
                        .thenComparing(placed -> placed.wish().askedAt()))
                .map(placed -> placed.wish().id())
                .toList();
    }

    private static Instant served(Wish wish) {
        Instant servedAt = wish.servedAt();
        return servedAt == null ? Instant.MIN : servedAt;
    }
}
