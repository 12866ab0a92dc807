package art.pinhua.training.starter.training;

import art.pinhua.training.trainer.TrainingException;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The drawings that a starter model learnt from, as `training.json` in its folder says: whoever looks
/// for copies has to draw them again. Of a model that began with an earlier one, those of its last run.
///
/// @param seed     of their gallery
/// @param pictures of that gallery, from the first on
public record LearntFrom(long seed, int pictures) {
    static final String FILE = "training.json";

    public LearntFrom {
        if (pictures < 1) {
            throw new IllegalArgumentException("a model learns from at least one picture, was " + pictures);
        }
    }

    /// @param pipeline folder of a model
    /// @return empty where the folder does not say
    /// @throws TrainingException naming the file when it is damaged
    public static Optional<LearntFrom> of(Path pipeline) throws IOException {
        Path file = pipeline.resolve(FILE);
        Optional<JsonObject> written = StarterPlan.read(file, JsonObject.class);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        if (!(written.get().get("seed") instanceof JsonPrimitive seed
                && seed.isNumber()
                && written.get().get("pictures") instanceof JsonPrimitive pictures
                && pictures.isNumber()
                && pictures.getAsInt() > 0)) {
            throw new TrainingException(file + " is damaged: it names no seed or no number of pictures");
        }
        return Optional.of(new LearntFrom(seed.getAsLong(), pictures.getAsInt()));
    }

    JsonObject toJson() {
        var json = new JsonObject();
        json.addProperty("seed", seed);
        json.addProperty("pictures", pictures);
        return json;
    }
}
