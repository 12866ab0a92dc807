package art.pinhua.platform.web;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.SystemPart;
import jakarta.inject.Singleton;

/// The disk that holds the data folder. A full one stops PostgreSQL, so the warning comes long before.
@Singleton
class DiskPart implements SystemPart {
    private static final long NEEDED_BYTES = 1_000_000_000;

    private final DataFolder data;

    DiskPart(DataFolder data) {
        this.data = data;
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public State state() {
        var disk = data.root().toFile();
        return state(disk.getUsableSpace(), disk.getTotalSpace());
    }

    static State state(long free, long total) {
        var figures = new Figure[] {Figure.bytes("free", free), Figure.bytes("total", total)};
        return free >= NEEDED_BYTES
                ? State.up(null, figures)
                : State.down("Less than 1 GB is free. Make room before PostgreSQL stops.", figures);
    }
}
