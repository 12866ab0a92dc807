package art.pinhua.platform.web;

import art.pinhua.platform.SystemPart;
import jakarta.inject.Singleton;

/// A part that is down: pages must answer nevertheless.
@Singleton
class PlantedPart implements SystemPart {
    @Override
    public String name() {
        return "planted-part";
    }

    @Override
    public State state() {
        return State.down("rests", Figure.bytes("weight", 7));
    }
}
