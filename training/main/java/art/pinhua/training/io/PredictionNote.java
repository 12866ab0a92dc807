package art.pinhua.training.io;

import art.pinhua.training.contract.PredictionKind;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a checkpoint in one file predicts, told beside it, since few say it themselves: for `any.safetensors` in
/// `any.prediction.json`, with `prediction_type` and `rescale_betas_zero_snr` as they stand in diffusers'
/// `scheduler_config.json`. It counts more than what the checkpoint says.
public final class PredictionNote {
    private static final String SUFFIX = ".prediction.json";
    private static final String TYPE = "prediction_type";
    private static final String ZERO_SNR = "rescale_betas_zero_snr";
    private static final String SPACING = "timestep_spacing";
    private static final JsonPrimitive TRAILING = new JsonPrimitive("trailing");

    private PredictionNote() {}

    /// Where it lies, if it does.
    public static Path beside(Path checkpoint) {
        String name = String.valueOf(checkpoint.getFileName());
        return checkpoint.resolveSibling(name.replaceFirst("(?i)\\.safetensors$", "") + SUFFIX);
    }

    /// @return none where there is no such file
    /// @throws InvalidFileException when the file says something else
    public static Optional<PredictionKind> of(Path checkpoint) throws IOException {
        Path file = beside(checkpoint);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonObject note = PipelineFolder.json(file);
        boolean zeroSnr = new JsonPrimitive(true).equals(note.get(ZERO_SNR));
        for (PredictionKind kind : PredictionKind.values()) {
            if (new JsonPrimitive(kind.type()).equals(note.get(TYPE)) && kind.zeroSnr() == zeroSnr) {
                return Optional.of(kind);
            }
        }
        throw new InvalidFileException(
                file,
                "its %s is %s, with %s %s: neither noise nor velocity"
                        .formatted(TYPE, PipelineFolder.shown(note.get(TYPE)), ZERO_SNR, zeroSnr));
    }

    /// Lays it beside a checkpoint, in place of another.
    public static void write(Path checkpoint, PredictionKind kind) throws IOException {
        byte[] note = told(new JsonObject(), kind).toString().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(beside(checkpoint), List.of(ByteBuffer.wrap(note)));
    }

    /// What a scheduler's file would say of such a model. Where the schedule ends in pure noise, the steps
    /// must reach that end. Where it was only said to, they need not: trailing ones become leading, others
    /// stay.
    /// @param scheduler changed and returned
    public static JsonObject told(JsonObject scheduler, PredictionKind kind) {
        boolean reachedNoise =
                new JsonPrimitive(true).equals(scheduler.get(ZERO_SNR)) && TRAILING.equals(scheduler.get(SPACING));
        scheduler.addProperty(TYPE, kind.type());
        scheduler.addProperty(ZERO_SNR, kind.zeroSnr());
        if (kind.zeroSnr()) {
            scheduler.add(SPACING, TRAILING);
        } else if (reachedNoise) {
            scheduler.addProperty(SPACING, "leading"); // trailing would be a mark of models distilled to few steps
        }
        return scheduler;
    }
}
