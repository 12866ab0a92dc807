package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.parity.Fixtures;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which pipelines take the same adapters.
class LayerShapesTest {
    @TempDir
    private Path folder;

    @Test
    void whatAModelPredictsAndHowLargeItDrawsPlaysNoPart() throws IOException {
        Path copy = MicroPipeline.copied(folder.resolve("copy"));
        String own = digest(MicroPipeline.FOLDER);
        assertEquals(64, own.length());
        set(copy.resolve("scheduler/scheduler_config.json"), "prediction_type", new JsonPrimitive("v_prediction"));
        set(copy.resolve("unet/config.json"), "sample_size", new JsonPrimitive(32));
        assertEquals(own, digest(copy));
    }

    @Test
    void anotherVocabularyOrFamilyIsAnotherShape() throws IOException {
        String own = digest(MicroPipeline.FOLDER);
        Path copy = MicroPipeline.copied(folder.resolve("copy"));
        Path text = copy.resolve("text_encoder/config.json");
        int words = JsonParser.parseString(Files.readString(text))
                .getAsJsonObject()
                .get("vocab_size")
                .getAsInt();
        set(text, "vocab_size", new JsonPrimitive(words + 1));
        assertNotEquals(own, digest(copy));
        assertNotEquals(own, digest(Fixtures.path("xl/pipeline")));
    }

    private static String digest(Path pipeline) throws IOException {
        return LayerShapes.digest(PipelineFiles.open(pipeline));
    }

    private static void set(Path file, String name, JsonPrimitive value) throws IOException {
        JsonObject settings = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        settings.add(name, value);
        Files.writeString(file, settings.toString());
    }
}
