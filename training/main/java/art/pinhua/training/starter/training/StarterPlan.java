package art.pinhua.training.starter.training;

import art.pinhua.training.io.AtomicFile;
import art.pinhua.training.trainer.TrainingException;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// What is decided once, when a training begins, and then read from its folder, so that a resumed training does what an
/// uninterrupted one would have done.
final class StarterPlan {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

    private StarterPlan() {}

    /// Reads a decision, or takes it and writes it down.
    static <T> T fixed(Path file, Class<T> type, Supplier<T> decision) throws IOException {
        Optional<T> made = read(file, type);
        if (made.isPresent()) {
            return made.get();
        }
        T fresh = decision.get();
        write(file, fresh);
        return fresh;
    }

    /// Writes a decision down, over an earlier one if there is one.
    static void write(Path file, Object decision) throws IOException {
        AtomicFile.write(file, (GSON.toJson(decision) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(GSON.fromJson(Files.readString(file), type));
        } catch (JsonParseException e) {
            throw new TrainingException(file + " is damaged: " + e.getMessage(), e);
        }
    }
}
