package art.pinhua.training.starter.training;

import art.pinhua.training.starter.Gallery;
import art.pinhua.training.trainer.TrainingException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/// Drawings that a starter model learnt from: whoever looks for copies has to draw them again.
/// `training.json` in a model's folder lists those of every run that led to it, its own last; those of
/// an earlier model that does not say are missing.
///
/// @param seed     of their gallery
/// @param pictures of that gallery, from the first on
/// @param sha256   of the first of them as they were drawn; null where nobody says, as at first
public record LearntFrom(long seed, int pictures, @Nullable String sha256) {
    static final String FILE = "training.json";
    private static final String LIST = "learntFrom";

    /// Drawings that tell whether the art has changed.
    private static final int TRIED = 64;

    public LearntFrom {
        if (pictures < 1) {
            throw new IllegalArgumentException("a model learns from at least one picture, was " + pictures);
        }
    }

    /// Drawings of an art that nobody names.
    public LearntFrom(long seed, int pictures) {
        this(seed, pictures, null);
    }

    /// The first drawings of a gallery, by the present art.
    /// @param seed of the gallery
    static LearntFrom drawn(Gallery gallery, long seed, int pictures) {
        return new LearntFrom(seed, pictures, digest(gallery, pictures));
    }

    private static String digest(Gallery gallery, int pictures) {
        MessageDigest sha256 = DigestUtils.getSha256Digest();
        for (int index = 0; index < Math.min(TRIED, pictures); index++) {
            sha256.update(gallery.picture(index).rgb());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /// Whether the present art draws others in their place, so that nobody can look for copies of them.
    /// @param gallery theirs
    public boolean isLost(Gallery gallery) {
        return sha256 != null && !sha256.equals(digest(gallery, pictures));
    }

    /// All that a model learnt from which learnt from these after another one. What these contain is
    /// named once.
    /// @param earlier what that other one learnt from
    List<LearntFrom> after(List<LearntFrom> earlier) {
        var all = new ArrayList<LearntFrom>(earlier);
        all.removeIf(each -> each.seed == seed && each.pictures <= pictures && Objects.equals(each.sha256, sha256));
        all.add(this);
        return List.copyOf(all);
    }

    /// @param pipeline folder of a model
    /// @return none where the folder does not say
    /// @throws TrainingException naming the file when it is damaged
    public static List<LearntFrom> of(Path pipeline) throws IOException {
        Path file = pipeline.resolve(FILE);
        Optional<JsonObject> written = StarterPlan.read(file, JsonObject.class);
        if (written.isEmpty()) {
            return List.of();
        }
        if (!written.get().has(LIST)) { // of one run, as it was written at first
            return List.of(read(file, written.get()));
        }
        if (!(written.get().get(LIST) instanceof JsonArray list && !list.isEmpty())) {
            throw new TrainingException(file + " is damaged: it lists nothing");
        }
        return list.asList().stream().map(each -> read(file, each)).toList();
    }

    private static LearntFrom read(Path file, JsonElement written) {
        if (!(written instanceof JsonObject run
                && run.get("seed") instanceof JsonPrimitive seed
                && seed.isNumber()
                && run.get("pictures") instanceof JsonPrimitive pictures
                && pictures.isNumber()
                && pictures.getAsInt() > 0)) {
            throw new TrainingException(file + " is damaged: it names no seed or no number of pictures");
        }
        String sha256 = run.get("sha256") instanceof JsonPrimitive said ? said.getAsString() : null;
        return new LearntFrom(seed.getAsLong(), pictures.getAsInt(), sha256);
    }

    static JsonObject toJson(List<LearntFrom> all) {
        var list = new JsonArray();
        for (LearntFrom each : all) {
            var run = new JsonObject();
            run.addProperty("seed", each.seed);
            run.addProperty("pictures", each.pictures);
            if (each.sha256 != null) {
                run.addProperty("sha256", each.sha256);
            }
            list.add(run);
        }
        var json = new JsonObject();
        json.add(LIST, list);
        return json;
    }
}
