package art.pinhua.training.fuzz;

import art.pinhua.training.io.ElementType;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/// A safetensors file whose numbers are all zero: what readers look at before any number is its header.
/// @param header the JSON of it, sound or not
record ZeroFile(byte[] header) {
    private static final Pattern END =
            Pattern.compile("\"data_offsets\"\\s*:\\s*\\[\\s*[0-9]+\\s*,\\s*([0-9]{1,9})\\s*]");

    /// Zeros are holes of the file, but whoever reads all of them needs time.
    private static final long MOST_ZEROS = 4 << 20;

    /// A sound one.
    /// @param metadata of the file; left out where it is empty
    /// @param tensors  a line each, its name and its sides with a space before each
    static ZeroFile of(ElementType type, Map<String, String> metadata, String tensors) {
        var json = new JsonObject();
        if (!metadata.isEmpty()) {
            var notes = new JsonObject();
            metadata.forEach(notes::addProperty);
            json.add("__metadata__", notes);
        }
        long begin = 0;
        for (String line : tensors.lines().toList()) {
            var words = Arrays.asList(line.split(" "));
            var shape = new JsonArray();
            long size = type.bytes();
            for (String side : words.subList(1, words.size())) {
                shape.add(Long.parseLong(side));
                size *= Long.parseLong(side);
            }
            var offsets = new JsonArray();
            offsets.add(begin);
            begin += size;
            offsets.add(begin);
            var tensor = new JsonObject();
            tensor.addProperty("dtype", type.name());
            tensor.add("shape", shape);
            tensor.add("data_offsets", offsets);
            json.add(words.getFirst(), tensor);
        }
        return new ZeroFile(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// As many zeros as the header has tensors for.
    private int zeros() {
        return (int) END.matcher(new String(header, StandardCharsets.ISO_8859_1))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .filter(end -> end <= MOST_ZEROS)
                .max()
                .orElse(0);
    }

    /// All of the file.
    byte[] bytes() {
        return ByteBuffer.allocate(Long.BYTES + header.length + zeros())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    /// Puts it in the place of what is there.
    Path write(Path file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .flip();
        int zeros = zeros();
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (start.hasRemaining()) {
                channel.write(start);
            }
            if (zeros > 0) {
                channel.write(ByteBuffer.allocate(1), Long.BYTES + header.length + zeros - 1L);
            }
        }
        return file;
    }
}
