package art.pinhua.generation;

import art.pinhua.platform.jobs.WaitReason;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What happens to a generation, as its watchers hear it. Only `done`, `failed` and `cancelled` come last.
/// @param waitReason why it waits; absent from a `waiting` that is over
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
        @Nullable WaitReason waitReason,
        @Nullable String message) {

    static GenerationEvent waiting(@Nullable WaitReason reason) {
        return new GenerationEvent("waiting", null, null, null, null, null, null, null, reason, null);
    }

    static GenerationEvent progress(int step, int steps) {
        return new GenerationEvent("progress", step, steps, null, null, null, null, null, null, null);
    }

    static GenerationEvent preview(Previews.Preview preview) {
        return new GenerationEvent(
                "preview", preview.step(), null, preview.index(), null, preview.url(), null, null, null, null);
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
                null,
                null);
    }

    static GenerationEvent ended(GenerationState state, @Nullable String message) {
        String type = switch (state) {
            case DONE -> "done";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
            case QUEUED, RUNNING -> throw new IllegalStateException("not an end: " + state);
        };
        return new GenerationEvent(type, null, null, null, null, null, null, null, null, message);
    }
}
