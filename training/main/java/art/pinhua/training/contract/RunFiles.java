package art.pinhua.training.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A run folder: `run.json`, `trainer.json`, `events.jsonl`, `checkpoints/`, `samples/`,
/// `adapter.safetensors`, `manifest.json`.
public final class RunFiles {
    public static final String CONFIG = "run.json";
    public static final String TRAINER = "trainer.json";
    public static final String EVENTS = "events.jsonl";
    public static final String ADAPTER = "adapter.safetensors";
    public static final String CHECKPOINTS = "checkpoints";
    public static final String SAMPLES = "samples";

    private RunFiles() {}

    public static void writeConfig(Path folder, RunConfig config) throws IOException {
        replace(folder.resolve(CONFIG), StrictJson.write(config) + "\n");
    }

    public static RunConfig config(Path folder) throws IOException {
        Path file = folder.resolve(CONFIG);
        return named(file, () -> StrictJson.read(Files.readString(file), RunConfig.class));
    }

    /// To be called by the trainer that has the folder for itself: whoever started it may be killed
    /// before it has written down which process that was.
    public static void writeTrainer(Path folder, RunningTrainer trainer) throws IOException {
        replace(folder.resolve(TRAINER), StrictJson.write(trainer) + "\n");
    }

    /// Which trainer had the folder last; empty if none had. What a machine that went down left half
    /// written names none, either: with it went the trainer.
    public static Optional<RunningTrainer> trainer(Path folder) throws IOException {
        Path file = folder.resolve(TRAINER);
        String text = Files.exists(file) ? Files.readString(file) : "";
        return StrictJson.isJson(text) ? Optional.of(StrictJson.read(text, RunningTrainer.class)) : Optional.empty();
    }

    public static String line(RunConfig config) {
        return StrictJson.write(config);
    }

    public static String line(RunEvent event) {
        return StrictJson.write(event);
    }

    public static RunEvent event(String line) {
        return StrictJson.read(line, RunEvent.class);
    }

    /// Appends one line. A line cut short by a kill is first closed, so that no two events ever share a line.
    public static void append(Path folder, RunEvent event) throws IOException {
        Path file = folder.resolve(EVENTS);
        String opening = endsInMidLine(file) ? "\n" : "";
        Files.writeString(file, opening + line(event) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static boolean endsInMidLine(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (var channel = Files.newByteChannel(file)) {
            var last = ByteBuffer.allocate(1);
            channel.position(channel.size() - 1);
            channel.read(last);
            return last.get(0) != '\n';
        }
    }

    /// All events; none when the file is not there yet. A line that a kill cut short is left out.
    public static List<RunEvent> events(Path folder) throws IOException {
        Path file = folder.resolve(EVENTS);
        var events = new ArrayList<RunEvent>();
        if (Files.exists(file)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            for (String line : text.lines().filter(StrictJson::isJson).toList()) {
                events.add(named(file, () -> event(line)));
            }
        }
        return List.copyOf(events);
    }

    /// Writes beside the file, then moves over it: readers see the old text or the new, never half.
    static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Puts the file's name before the complaint.
    static <T> T named(Path file, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (WireException e) {
            throw new WireException(e, file.toString());
        }
    }

    interface Reading<T> {
        T read() throws IOException;
    }
}
