package art.pinhua.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What the voters know: one line a vote that was acknowledged to them, appended and never changed. It lies outside of
/// the product, which is why it can be held against it.
final class Journal {
    /// @param vote the id that the phone minted
    record Line(UUID vote, UUID assignment, String choice) {
        static Line parse(String text) {
            var words = text.split(" ");
            return new Line(UUID.fromString(words[0]), UUID.fromString(words[1]), words[2]);
        }
    }

    private final Path file;
    private final FileChannel channel;

    Journal(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void acknowledged(Map<String, ?> vote) {
        var line = vote.get("voteId") + " " + vote.get("assignmentId") + " " + vote.get("choice") + "\n";
        try {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return file;
    }

    static List<Line> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Line::parse).toList();
    }
}
