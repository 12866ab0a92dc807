package art.pinhua.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// A file of gigabytes that is read only as long as somebody wants it.
final class WatchedFile extends FilterInputStream {
    private final LongConsumer goOn;

    private WatchedFile(InputStream bytes, LongConsumer goOn) {
        super(bytes);
        this.goOn = goOn;
    }

    /// @param goOn told all along how many bytes more were read; an exception of its ends the reading
    static InputStream open(Path file, LongConsumer goOn) throws IOException {
        return new WatchedFile(Files.newInputStream(file), goOn);
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        int read = super.read(bytes, from, most);
        goOn.accept(Math.max(0, read)); // at the end there is none
        return read;
    }
}
