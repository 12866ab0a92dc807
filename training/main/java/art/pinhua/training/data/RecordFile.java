package art.pinhua.training.data;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// A file of equally long records that is filled once, continues where a killed filling stopped, and is then
/// mapped.
public final class RecordFile implements AutoCloseable {
    /// Records that tell whether a file is out of date: so many first ones, as many spread over all.
    private static final int TRIED = 16;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;
    private final int recordBytes;

    private RecordFile(FileChannel channel, int recordBytes, int records) throws IOException {
        this.recordBytes = recordBytes;
        this.bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, (long) recordBytes * records, arena);
    }

    /// Opens the file, after adding what it lacks.
    /// @param producer gives a record's bytes by its index; called in order, never for a record the file has
    public static RecordFile filled(Path file, int recordBytes, int records, IntFunction<byte[]> producer)
            throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int present = (int) Math.min(records, channel.size() / recordBytes);
            channel.position((long) present * recordBytes);
            for (int i = present; i < records; i++) {
                byte[] record = producer.apply(i);
                if (record.length != recordBytes) {
                    throw new IllegalStateException(
                            "Record %d has %d bytes instead of %d".formatted(i, record.length, recordBytes));
                }
                for (var buffer = ByteBuffer.wrap(record); buffer.hasRemaining(); ) {
                    channel.write(buffer);
                }
            }
            channel.force(true);
            return new RecordFile(channel, recordBytes, records);
        }
    }

    /// Whether the records that a file has are those of `producer`, by the first and some others.
    /// A file that is not there, or has none, agrees.
    /// @param records that are wanted; more in the file are not looked at
    public static boolean agrees(Path file, int recordBytes, int records, IntFunction<byte[]> producer)
            throws IOException {
        int present = Files.exists(file) ? (int) Math.min(records, Files.size(file) / recordBytes) : 0;
        if (present == 0) {
            return true;
        }
        try (var stored = filled(file, recordBytes, present, producer)) {
            return tried(present).allMatch(i -> stored.holds(i, producer.apply(i)));
        }
    }

    private static IntStream tried(int present) {
        var first = IntStream.range(0, Math.min(TRIED, present));
        var spread = IntStream.range(0, TRIED).map(i -> (int) ((present - 1L) * i / (TRIED - 1)));
        return IntStream.concat(first, spread).distinct();
    }

    private boolean holds(int record, byte[] expected) {
        return bytes.asSlice(position(record), recordBytes).mismatch(MemorySegment.ofArray(expected)) < 0;
    }

    /// Copies bytes out of a record.
    public void read(int record, int offset, byte[] target, int at, int length) {
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position(record) + offset, target, at, length);
    }

    /// Copies a record of little-endian floats.
    public void read(int record, float[] target, int at) {
        MemorySegment.copy(
                bytes,
                ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN),
                position(record),
                target,
                at,
                recordBytes / Float.BYTES);
    }

    private long position(int record) {
        return (long) record * recordBytes;
    }

    @Override
    public void close() {
        arena.close();
    }
}
