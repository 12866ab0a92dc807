package art.pinhua.planted;

import org.jspecify.annotations.NullMarked;

/// Must not compile: NullAway refuses it, or the build has lost NullAway.
@NullMarked
final class PlantedNull {
    private PlantedNull() {}

    static String nothing() {
        return null;
    }
}
