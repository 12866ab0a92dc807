package art.pinhua.training.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// A safetensors file, mapped read-only: 8 bytes of little-endian header length, a JSON header, the tensors'
/// bytes.
///
/// Files come from strangers, so everything is checked before anything is used (see [SafetensorsHeader]). The
/// bytes are pages of the file: they must not be used after [#close].
public final class Safetensors implements AutoCloseable {
    /// One tensor of a file.
    /// @param shape dimensions, outermost first; empty for a single number
    /// @param bytes little-endian, row by row, read-only when they come from a file
    public record Tensor(String name, ElementType type, List<Long> shape, ByteBuffer bytes) {
        private static final int LOG_BOUND = 16;

        public Tensor {
            shape = List.copyOf(shape);
            bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        }

        /// Whether every number lies between -65,536 and 65,536: no infinity, nothing that is not a number, and nothing
        /// that no training makes but that overflows once it is multiplied.
        /// @throws IllegalStateException for types other than F32, F16 and BF16
        boolean bounded() {
            return switch (type) {
                case F32 -> bounded(Integer.BYTES, 0x7F80_0000, (127 + LOG_BOUND) << 23);
                case F16 -> bounded(Short.BYTES, 0x7C00, (15 + LOG_BOUND) << 10);
                case BF16 -> bounded(Short.BYTES, 0x7F80, (127 + LOG_BOUND) << 7);
                default -> throw new IllegalStateException(name + " of " + type);
            };
        }

        /// @param exponent its bits; those of what is no finite number are all set
        /// @param least    exponent that is too large
        private boolean bounded(int width, int exponent, int least) {
            for (int at = 0; at < bytes.limit(); at += width) {
                int bits = width == Integer.BYTES ? bytes.getInt(at) : bytes.getShort(at);
                if ((bits & exponent) >= least) {
                    return false;
                }
            }
            return true;
        }

        public long[] dimensions() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }

        /// Gives back the memory of bytes that have been copied: else a file read to its end is resident beside its
        /// copy. They are read from the file again if need be.
        public void unload() {
            MemorySegment pages = MemorySegment.ofBuffer(bytes.duplicate().clear());
            if (pages.isMapped()) {
                pages.unload();
            }
        }
    }

    /// A tensor of a file to be, whose bytes are made when it is written.
    /// @param bytes asked once
    public record Planned(String name, ElementType type, List<Long> shape, Supplier<ByteBuffer> bytes) {
        public Planned {
            shape = List.copyOf(shape);
        }

        private static Planned of(Tensor tensor) {
            return new Planned(tensor.name(), tensor.type(), tensor.shape(), tensor::bytes);
        }
    }

    private final Path file;
    private final Arena arena;
    private final SequencedMap<String, Tensor> tensors;
    private final Map<String, String> metadata;

    private Safetensors(Path file, Arena arena, SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
        this.file = file;
        this.arena = arena;
        this.tensors = Collections.unmodifiableSequencedMap(tensors);
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /// Maps and checks a file.
    /// @throws InvalidFileException if it is not a sound safetensors file
    public static Safetensors open(Path file) throws IOException {
        return open(file, SafetensorsHeader.Most.LARGE);
    }

    /// As above, of a file that has few tensors: it may ask for less.
    static Safetensors openSmall(Path file) throws IOException {
        return open(file, SafetensorsHeader.Most.SMALL);
    }

    private static Safetensors open(Path file, SafetensorsHeader.Most most) throws IOException {
        Arena arena = Arena.ofShared();
        try (var channel = FileChannel.open(file)) {
            if (channel.size() < Long.BYTES) {
                throw new InvalidFileException(file, "shorter than the 8 bytes of a safetensors length");
            }
            most.requireFile(file, channel.size());
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            ForeignFormat.refuse(
                    file, bytes.asSlice(0, Math.min(bytes.byteSize(), 9)).asByteBuffer());
            SafetensorsHeader header = SafetensorsHeader.read(file, bytes, most);
            var tensors = new LinkedHashMap<String, Tensor>();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                ByteBuffer body = bytes.asSlice(header.bodyStart() + entry.begin(), entry.end() - entry.begin())
                        .asByteBuffer();
                tensors.put(entry.name(), new Tensor(entry.name(), entry.type(), entry.shape(), body));
            }
            return new Safetensors(file, arena, tensors, header.metadata());
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// Writes tensors so that equal tensors and metadata give equal bytes: wide elements first, then by name.
    /// @param metadata stored as `__metadata__`, sorted by key
    public static void write(Path file, Iterable<Tensor> tensors, Map<String, String> metadata) throws IOException {
        write(file, tensors, metadata, () -> {});
    }

    /// As above.
    /// @param goOn called all along; an exception of its ends the writing and leaves no file
    static void write(Path file, Iterable<Tensor> tensors, Map<String, String> metadata, Runnable goOn)
            throws IOException {
        var planned = new ArrayList<Planned>();
        tensors.forEach(tensor -> planned.add(Planned.of(tensor)));
        AtomicFile.write(file, SafetensorsHeader.layOut(planned, metadata), goOn);
    }

    /// As above, of tensors that need not be in memory together: the bytes of one are written before
    /// those of the next are made.
    public static void writeEach(Path file, List<Planned> tensors, Map<String, String> metadata) throws IOException {
        AtomicFile.write(file, SafetensorsHeader.layOut(tensors, metadata));
    }

    public Path file() {
        return file;
    }

    /// The tensors by name, in the order of their bytes.
    public SequencedMap<String, Tensor> tensors() {
        return tensors;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {
        arena.close();
    }
}
