package art.pinhua.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something the product stands on and that may be away while pages still answer, such as the engine. Every CDI bean
/// of this type is shown by `/q/health` and `/api/system`.
public interface SystemPart {
    /// A stable word, such as `engine`.
    String name();

    /// Answers within a moment, from what is known.
    State state();

    /// As much of the state as a health check needs, which is asked for often and by anybody.
    default State outline() {
        return state();
    }

    enum Condition {
        UP,
        /// Not needed now; it starts by itself.
        IDLE,
        DOWN
    }

    enum Unit {
        COUNT,
        BYTES,
        TEXT
    }

    /// One value under a stable name, such as `threads`.
    record Figure(String name, Unit unit, String value) {
        public static Figure count(String name, long value) {
            return new Figure(name, Unit.COUNT, Long.toString(value));
        }

        public static Figure bytes(String name, long value) {
            return new Figure(name, Unit.BYTES, Long.toString(value));
        }

        public static Figure text(String name, String value) {
            return new Figure(name, Unit.TEXT, value);
        }
    }

    /// Things of one kind under a stable name, such as `devices`.
    record Listing(String name, List<Entry> entries) {}

    /// @param title what the thing is called, in nobody's language
    record Entry(String title, List<Figure> figures) {}

    /// @param version  of the software, where it has one
    /// @param listings for what is more than a figure
    /// @param trouble  what is wrong and what to do, in a sentence for the operator
    record State(
            Condition condition,
            @Nullable String version,
            List<Figure> figures,
            List<Listing> listings,
            @Nullable String trouble) {
        public static State up(@Nullable String version, Figure... figures) {
            return new State(Condition.UP, version, List.of(figures), List.of(), null);
        }

        public static State idle(Figure... figures) {
            return new State(Condition.IDLE, null, List.of(figures), List.of(), null);
        }

        public static State down(String trouble, Figure... figures) {
            return new State(Condition.DOWN, null, List.of(figures), List.of(), trouble);
        }
    }
}
