package art.pinhua.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipFile;

/// What a zip archive says at its end about the list of its entries. Java reads that list whole before
/// it gives the first entry, and the archive of a stranger may say that it has gigabytes; so its length
/// is looked at first.
final class ZipDirectory {
    /// Of thousands of entries, as PyTorch's checkpoints have them.
    private static final long LONGEST = 4 << 20;

    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int LENGTH_IN_END = 12;
    /// Where an end may begin at the earliest: the longest comment may follow it. Java looks a little
    /// farther back.
    private static final int TAIL = END_SIZE + 0xFFFF + 256;
    /// Stands there where only the longer form of an end has room for the length.
    private static final long IN_LONGER_FORM = 0xFFFF_FFFFL;

    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int PLACE_IN_LOCATOR = 8;

    private static final int END_64 = 0x06064b50;
    private static final int END_64_SIZE = 56;
    private static final int LENGTH_IN_END_64 = 40;

    private ZipDirectory() {}

    /// Opens an archive whose list of entries is short enough for memory.
    ///
    /// @throws IOException when it is not, or the archive is none
    static ZipFile open(Path zip) throws IOException {
        try (var file = FileChannel.open(zip)) {
            requireShort(file);
        }
        return new ZipFile(zip.toFile());
    }

    /// Whichever Java goes by, should a comment look like an end, too: none may say too much.
    private static void requireShort(FileChannel file) throws IOException {
        long begin = Math.max(0, file.size() - TAIL);
        var tail = read(file, begin, (int) (file.size() - begin)).orElseThrow();
        for (int at = tail.limit() - END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) == END) {
                long length = Integer.toUnsignedLong(tail.getInt(at + LENGTH_IN_END));
                var longer = inLongerForm(file, begin + at);
                requireShort(longer.isPresent() && length == IN_LONGER_FORM ? 0 : length);
                requireShort(longer.orElse(0L));
            }
        }
    }

    private static void requireShort(long length) throws IOException {
        if (length < 0 || length > LONGEST) {
            throw new IOException("The archive says that the list of its entries has " + Long.toUnsignedString(length)
                    + " bytes; that of a model has fewer than " + LONGEST + ".");
        }
    }

    /// What the record of ZIP64 beside an end says.
    private static Optional<Long> inLongerForm(FileChannel file, long end) throws IOException {
        var locator = read(file, end - LOCATOR_SIZE, LOCATOR_SIZE);
        if (locator.isEmpty() || locator.get().getInt(0) != LOCATOR) {
            return Optional.empty();
        }
        return read(file, locator.get().getLong(PLACE_IN_LOCATOR), END_64_SIZE)
                .filter(record -> record.getInt(0) == END_64)
                .map(record -> record.getLong(LENGTH_IN_END_64));
    }

    /// So many bytes from there on; empty where the file has fewer.
    private static Optional<ByteBuffer> read(FileChannel file, long at, int bytes) throws IOException {
        if (at < 0 || at > file.size() - bytes) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(buffer.flip());
    }
}
