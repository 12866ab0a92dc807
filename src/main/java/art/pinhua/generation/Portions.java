package art.pinhua.generation;

import java.util.OptionalInt;

/// In what portions the pictures of a generation are asked for. Where memory does not suffice, the system
/// ends the engine instead of refusing it memory: so after each engine that is lost half as many pictures
/// are asked for, down to one.
final class Portions {
    private static final int MOST_LOSSES = 3; // over a single picture

    private final int pictures;
    private int atOnce;
    private int drawn;
    private int losses;
    private boolean tooMany;

    /// @param atOnce pictures asked for together at first, at least 1
    Portions(int pictures, int atOnce) {
        this.pictures = pictures;
        this.atOnce = atOnce;
    }

    boolean remain() {
        return drawn < pictures;
    }

    /// Pictures drawn so far; the next portion begins there.
    int drawn() {
        return drawn;
    }

    /// Pictures of the next portion.
    int size() {
        return Math.min(atOnce, pictures - drawn);
    }

    /// @return how many found room together, where more of them had no room before; said once
    OptionalInt done() {
        var room = tooMany ? OptionalInt.of(size()) : OptionalInt.empty();
        tooMany = false;
        drawn += size();
        losses = 0;
        return room;
    }

    /// @param fromMemory whether memory did not suffice
    /// @return whether it is worth asking once more
    boolean lost(boolean fromMemory) {
        if (size() > 1) {
            tooMany |= fromMemory;
            atOnce = size() / 2;
            return true;
        }
        return ++losses < MOST_LOSSES;
    }
}
