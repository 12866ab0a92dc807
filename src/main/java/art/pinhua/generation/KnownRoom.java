package art.pinhua.generation;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// How many pictures of one kind found room together where more of them had ended an engine, until this
/// process ends. Beside other models there is less room: what ended an engine that held some is known
/// of such engines only.
final class KnownRoom {
    private final Map<Kind, Integer> alone = new ConcurrentHashMap<>();
    private final Map<Kind, Integer> amongOthers = new ConcurrentHashMap<>();

    /// What decides how much memory a picture takes.
    record Kind(UUID modelVersionId, int width, int height) {}

    /// How many of the pictures to ask for at once.
    /// @param others whether the engine may hold other models
    int of(Kind kind, int pictures, boolean others) {
        int room = Math.min(pictures, alone.getOrDefault(kind, pictures));
        return others ? Math.min(room, amongOthers.getOrDefault(kind, pictures)) : room;
    }

    /// @param others whether the engines that more of them ended may have held other models
    void found(Kind kind, int pictures, boolean others) {
        (others ? amongOthers : alone).merge(kind, pictures, Math::min);
    }
}
