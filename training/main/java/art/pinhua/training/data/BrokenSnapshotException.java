package art.pinhua.training.data;

import java.io.IOException;

/// A snapshot folder does not hold what it should; the message names the file.
public final class BrokenSnapshotException extends IOException {
    private static final long serialVersionUID = 1;

    public BrokenSnapshotException(String message) {
        super(message);
    }
}
