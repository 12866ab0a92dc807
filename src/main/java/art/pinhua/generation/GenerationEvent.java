package art.pinhua.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What happens to a generation, as its watchers hear it. Only `done`, `failed` and `cancelled` come last.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationEvent(
        String type,
        @Nullable Integer step,
        @Nullable Integer steps,
        @Nullable Integer index,
        @Nullable UUID id,
        @Nullable String url,
        @Nullable String seed,
        @Nullable UUID modelVersionId,
        @Nullable String message) {

    static GenerationEvent progress(int step, int steps) {
        return new GenerationEvent("progress", step, steps, null, null, null, null, null, null);
    }

    static GenerationEvent preview(Previews.Preview preview) {
        return new GenerationEvent(
                "preview", preview.step(), null, preview.index(), null, preview.url(), null, null, null);
    }

    static GenerationEvent image(Image image) {
        return new GenerationEvent(
                "image",
                null,
                null,
                image.index(),
                image.id(),
                Images.url(image.id()),
                Long.toString(image.seed()),
                image.modelVersionId(),
                null);
    }

    static GenerationEvent ended(GenerationState state, @Nullable String message) {
        String type = switch (state) {
            case DONE -> "done";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
            case QUEUED, RUNNING -> throw new IllegalStateException("not an end: " + state);
        };
        return new GenerationEvent(type, null, null, null, null, null, null, null, message);
    }
}
