package art.pinhua.prompt;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Text given to the model.
/// @param language `zh`, `en` or `mixed`
public record Prompt(
        UUID id,
        UUID promptSetId,
        String text,
        String language,
        @Nullable String topic) {}
