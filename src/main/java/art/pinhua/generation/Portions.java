package art.pinhua.generation;

import art.pinhua.generation.EngineGone.Reason;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/// In what portions the pictures of a generation are asked for. Where memory does not suffice, the system
/// ends the engine instead of refusing it memory: so after each engine that is lost half as many pictures
/// are asked for, down to one.
final class Portions {
    private static final int MOST_LOSSES = 3; // over a single picture
    private static final Set<Reason> FOR_WANT_OF_MEMORY = Set.of(Reason.MEMORY, Reason.KILLED);

    private final int pictures;
    private int atOnce;
    private int drawn;
    private int losses;
    private final Set<Reason> reasons = EnumSet.noneOf(Reason.class); // of the losses over a single picture
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
        reasons.clear();
        return room;
    }

    /// @return whether it is worth asking once more
    boolean lost(Reason reason) {
        if (size() > 1) {
            tooMany |= reason == Reason.MEMORY;
            atOnce = size() / 2;
            return true;
        }
        reasons.add(reason);
        return ++losses < MOST_LOSSES;
    }

    /// Why a single picture was lost too often, if all its losses had one reason. A SIGKILL may be
    /// anybody's; one after the other over the same picture is want of memory.
    Reason commonReason() {
        if (FOR_WANT_OF_MEMORY.containsAll(reasons)) {
            return Reason.MEMORY;
        }
        return reasons.size() == 1 ? reasons.iterator().next() : Reason.OTHER;
    }
}
