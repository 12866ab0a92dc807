package art.pinhua.finetuning;

import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Reads `events.jsonl` while the trainer writes it: whole lines only, each once.
final class EventTail {

    private final Path file;
    private long position;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    EventTail(Path folder) {
        file = folder.resolve(RunFiles.EVENTS);
    }

    /// Events written since the last call. A line that a kill cut short is left out.
    List<RunEvent> next() {
        if (!Files.exists(file)) {
            return List.of();
        }
        var events = new ArrayList<RunEvent>();
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var buffer = ByteBuffer.allocate(1 << 16);
            channel.position(position);
            while (channel.read(buffer) > 0) {
                position += buffer.flip().remaining();
                while (buffer.hasRemaining()) {
                    byte b = buffer.get();
                    if (b == '\n') {
                        add(events, unfinished.toString(StandardCharsets.UTF_8));
                        unfinished.reset();
                    } else {
                        unfinished.write(b);
                    }
                }
                buffer.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return events;
    }

    private static void add(List<RunEvent> events, String line) {
        if (line.startsWith("{") && line.endsWith("}")) {
            events.add(RunFiles.event(line));
        }
    }
}
