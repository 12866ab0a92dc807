package art.pinhua.training.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The header of a safetensors file, read from bytes that nobody has checked yet.
///
/// @param bodyStart where the tensors' bytes begin in the file
/// @param entries   by position; together they cover the body without holes or overlaps
record SafetensorsHeader(long bodyStart, List<Entry> entries, Map<String, String> metadata) {
    /// @param begin relative to the body, inclusive
    /// @param end   relative to the body, exclusive
    record Entry(String name, ElementType type, List<Long> shape, long begin, long end) {}

    private static final String METADATA = "__metadata__";

    /// How much a file may ask for: reading a header takes several times its length.
    enum Most {
        /// An adapter or a learned word, which anybody may send: with training notes far below this.
        SMALL(AdapterFile.LARGEST, 4 << 20, 20_000),
        /// A model, of which the largest known name some thousand tensors.
        LARGE(Long.MAX_VALUE, 16 << 20, 100_000);

        private final long fileBytes;
        private final int bytes;
        private final int tensors;

        Most(long fileBytes, int bytes, int tensors) {
            this.fileBytes = fileBytes;
            this.bytes = bytes;
            this.tensors = tensors;
        }

        void requireFile(Path file, long size) throws InvalidFileException {
            if (size > fileBytes) {
                throw new InvalidFileException(
                        file, "the file has %d bytes, at most %d are read".formatted(size, fileBytes));
            }
        }
    }

    private static final int MOST_DIMENSIONS = 8;

    static SafetensorsHeader read(Path file, MemorySegment bytes, Most most) throws IOException {
        long length = bytes.asSlice(0, Long.BYTES)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 2 || length > bytes.byteSize() - Long.BYTES) {
            throw new InvalidFileException(
                    file, "the header cannot be " + Long.toUnsignedString(length) + " bytes long");
        }
        if (length > most.bytes) {
            throw new InvalidFileException(
                    file, "the header is %d bytes long, at most %d are read".formatted(length, most.bytes));
        }
        long bodyStart = Long.BYTES + length;
        try {
            String json = UTF_8.newDecoder()
                    .decode(bytes.asSlice(Long.BYTES, length).asByteBuffer())
                    .toString();
            return new Parser(file, bodyStart, bytes.byteSize() - bodyStart, most.tensors).parse(json);
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(file, "the header is not UTF-8", e);
        }
    }

    private static final class Parser {
        private final Path file;
        private final long bodyStart;
        private final long bodyLength;
        private final int mostTensors;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final List<Entry> entries = new ArrayList<>();

        Parser(Path file, long bodyStart, long bodyLength, int mostTensors) {
            this.file = file;
            this.bodyStart = bodyStart;
            this.bodyLength = bodyLength;
            this.mostTensors = mostTensors;
        }

        SafetensorsHeader parse(String json) throws IOException {
            if (json.charAt(0) != '{') {
                throw fault("the header does not start with {");
            }
            try (var reader = new JsonReader(new StringReader(json))) {
                reader.setStrictness(Strictness.STRICT);
                readHeader(reader);
            } catch (InvalidFileException e) {
                throw e;
            } catch (IOException | IllegalStateException | NumberFormatException e) {
                throw new InvalidFileException(file, "the header is not a safetensors header", e);
            }
            entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
            long covered = 0;
            for (Entry entry : entries) {
                if (entry.begin() != covered) {
                    throw fault("a hole or an overlap before " + quoted(entry.name()));
                }
                covered = entry.end();
            }
            if (covered != bodyLength) {
                throw fault("the tensors end at byte " + covered + " of " + bodyLength);
            }
            return new SafetensorsHeader(bodyStart, List.copyOf(entries), metadata);
        }

        private void readHeader(JsonReader reader) throws IOException {
            Set<String> names = new HashSet<>();
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (!names.add(name)) {
                    throw fault("two entries named " + quoted(name));
                }
                if (name.equals(METADATA)) {
                    readMetadata(reader);
                } else if (entries.size() == mostTensors) {
                    throw fault("more than " + mostTensors + " tensors");
                } else {
                    entries.add(readEntry(reader, name));
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw fault("the header goes on after its end");
            }
        }

        private void readMetadata(JsonReader reader) throws IOException {
            reader.beginObject();
            while (reader.hasNext()) {
                String key = reader.nextName();
                if (reader.peek() != JsonToken.STRING) {
                    throw fault("the metadata value of " + quoted(key) + " is no string");
                }
                if (metadata.put(key, reader.nextString()) != null) {
                    throw fault("two metadata values of " + quoted(key));
                }
            }
            reader.endObject();
        }

        private Entry readEntry(JsonReader reader, String name) throws IOException {
            Map<String, Object> fields = new LinkedHashMap<>();
            reader.beginObject();
            while (reader.hasNext()) {
                String field = reader.nextName();
                Object value = switch (field) {
                    case "dtype" -> type(name, reader);
                    case "shape" -> numbers(name, reader);
                    case "data_offsets" -> numbers(name, reader);
                    default -> throw fault(quoted(name) + " has the unknown field " + quoted(field));
                };
                if (fields.put(field, value) != null) {
                    throw fault(quoted(name) + " has two fields " + quoted(field));
                }
            }
            reader.endObject();
            if (fields.get("dtype") instanceof ElementType type
                    && fields.get("shape") instanceof List<?> shape
                    && fields.get("data_offsets") instanceof List<?> offsets
                    && offsets.size() == 2) {
                return checked(name, type, shape.stream().map(Long.class::cast).toList(), (Long) offsets.get(0), (Long)
                        offsets.get(1));
            }
            throw fault(quoted(name) + " lacks dtype, shape or two data_offsets");
        }

        private Entry checked(String name, ElementType type, List<Long> shape, long begin, long end)
                throws InvalidFileException {
            if (begin > end || end > bodyLength) {
                throw fault("%s claims bytes %d to %d of %d".formatted(quoted(name), begin, end, bodyLength));
            }
            if (end - begin > Integer.MAX_VALUE) {
                throw fault(quoted(name) + " is larger than 2 GB");
            }
            long size = type.bytes();
            try {
                for (long dimension : shape) {
                    size = Math.multiplyExact(size, dimension);
                }
            } catch (ArithmeticException e) {
                throw new InvalidFileException(file, quoted(name) + " has an impossible shape " + shape, e);
            }
            if (size != end - begin) {
                throw fault("%s needs %d bytes for shape %s of %s and has %d"
                        .formatted(quoted(name), size, shape, type, end - begin));
            }
            return new Entry(name, type, shape, begin, end);
        }

        private ElementType type(String name, JsonReader reader) throws IOException {
            String type = reader.nextString();
            for (ElementType known : ElementType.values()) {
                if (known.name().equals(type)) {
                    return known;
                }
            }
            throw fault(quoted(name) + " has the unknown dtype " + quoted(type));
        }

        private List<Long> numbers(String name, JsonReader reader) throws IOException {
            List<Long> numbers = new ArrayList<>();
            reader.beginArray();
            while (reader.hasNext()) {
                if (reader.peek() != JsonToken.NUMBER || numbers.size() == MOST_DIMENSIONS) {
                    throw fault(quoted(name) + " has a shape or offset that is no number, or too many");
                }
                String number = reader.nextString();
                if (number.length() > 18 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    throw fault(quoted(name) + " has the size or offset " + quoted(number));
                }
                numbers.add(Long.parseLong(number));
            }
            reader.endArray();
            return numbers;
        }

        private InvalidFileException fault(String text) {
            return new InvalidFileException(file, text);
        }

        private static String quoted(String name) {
            return "'" + Shown.name(name) + "'";
        }
    }

    /// The parts of a file, in order: length and header, then the bytes of each tensor, made as they are
    /// asked for.
    static Iterable<ByteBuffer> layOut(List<Safetensors.Planned> tensors, Map<String, String> metadata)
            throws IOException {
        var sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparing((Safetensors.Planned t) -> -t.type().bytes())
                .thenComparing(Safetensors.Planned::name));
        var json = new StringWriter();
        try (var writer = new JsonWriter(json)) {
            writer.setHtmlSafe(false);
            writer.beginObject();
            if (!metadata.isEmpty()) {
                writer.name(METADATA).beginObject();
                for (var entry : new TreeMap<>(metadata).entrySet()) {
                    writer.name(entry.getKey()).value(entry.getValue());
                }
                writer.endObject();
            }
            long offset = 0;
            Set<String> names = new HashSet<>();
            for (Safetensors.Planned tensor : sorted) {
                if (!names.add(tensor.name()) || tensor.name().equals(METADATA)) {
                    throw new IllegalArgumentException("Two tensors or a reserved word: " + tensor.name());
                }
                writer.name(tensor.name()).beginObject();
                writer.name("dtype").value(tensor.type().name());
                writer.name("shape").beginArray();
                for (long dimension : tensor.shape()) {
                    writer.value(dimension);
                }
                writer.endArray();
                writer.name("data_offsets").beginArray();
                writer.value(offset);
                offset += size(tensor);
                writer.value(offset).endArray();
                writer.endObject();
            }
            writer.endObject();
        }
        byte[] header = json.toString().getBytes(UTF_8);
        int padded = (header.length + 7) / 8 * 8;
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(padded).put(header);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        ByteBuffer first = start.flip();
        return () -> Stream.concat(Stream.of(first), sorted.stream().map(SafetensorsHeader::bytes))
                .iterator();
    }

    private static long size(Safetensors.Planned tensor) {
        return tensor.shape().stream().reduce((long) tensor.type().bytes(), Math::multiplyExact);
    }

    private static ByteBuffer bytes(Safetensors.Planned tensor) {
        ByteBuffer bytes = tensor.bytes().get();
        if (bytes.remaining() != size(tensor)) {
            throw new IllegalArgumentException("%s has %d bytes, its shape %s needs %d"
                    .formatted(tensor.name(), bytes.remaining(), tensor.shape(), size(tensor)));
        }
        return bytes;
    }
}
