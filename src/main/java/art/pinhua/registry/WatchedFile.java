package art.pinhua.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of gigabytes that is read only as long as somebody wants it.
final class WatchedFile extends FilterInputStream {
    private final Runnable goOn;

    private WatchedFile(InputStream bytes, Runnable goOn) {
        super(bytes);
        this.goOn = goOn;
    }

    /// @param goOn called all along; an exception of its ends the reading
    static InputStream open(Path file, Runnable goOn) throws IOException {
        return new WatchedFile(Files.newInputStream(file), goOn);
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        goOn.run();
        return super.read(bytes, from, most);
    }
}
