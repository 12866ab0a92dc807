package art.pinhua.platform.web;

import art.pinhua.platform.DiskRoom;
import art.pinhua.platform.SystemPart;
import jakarta.inject.Singleton;

/// The disk that holds the data folder. A full one stops PostgreSQL, so the warning comes long before.
@Singleton
class DiskPart implements SystemPart {
    private final DiskRoom room;

    DiskPart(DiskRoom room) {
        this.room = room;
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public State state() {
        var figures = new Figure[] {Figure.bytes("free", room.free()), Figure.bytes("total", room.total())};
        return room.trouble().map(trouble -> State.down(trouble, figures)).orElseGet(() -> State.up(null, figures));
    }
}
