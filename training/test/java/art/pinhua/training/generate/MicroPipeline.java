package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.io.Png;
import art.pinhua.training.parity.Fixtures;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/// The files of `parity/`: a pipeline of random weights in ordinary layout, and what a reference computes with it.
final class MicroPipeline {
    static final Path FOLDER = resource("/parity/pipeline");

    private MicroPipeline() {}

    /// A copy that a test may change.
    static Path copied(Path to) throws IOException {
        return copied(FOLDER, to);
    }

    /// A copy of another folder, likewise.
    static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
        return to;
    }

    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(MicroPipeline.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A case of `expected/end_to_end.json`.
    static JsonObject example(String name) {
        for (JsonElement element : Fixtures.json("expected/end_to_end.json").getAsJsonArray("cases")) {
            if (element.getAsJsonObject().get("name").getAsString().equals(name)) {
                return element.getAsJsonObject();
            }
        }
        throw new AssertionError("no case " + name);
    }

    /// Asserts that a picture is the reference's within one level of 256.
    /// @param planes red, green and blue one after the other, 0 to 1
    static void assertPicture(float[] planes, Png.Pixels drawn) {
        int pixels = drawn.width() * drawn.height();
        assertEquals(planes.length, 3 * pixels);
        for (int i = 0; i < pixels; i++) {
            for (int channel = 0; channel < 3; channel++) {
                float level = 255 * planes[channel * pixels + i];
                assertEquals(level, drawn.rgb()[3 * i + channel] & 0xFF, 1, "pixel " + i + ", channel " + channel);
            }
        }
    }
}
