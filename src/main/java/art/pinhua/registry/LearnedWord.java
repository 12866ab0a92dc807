package art.pinhua.registry;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A word that a base model learned elsewhere: a textual inversion. It is in force where a prompt has it.
/// @param word        what prompts call it, in any case
/// @param sha256      of its file, which lies among the blobs
/// @param tokens      of a prompt that it takes up
/// @param licence     what was known of it when it came; likewise its origin
/// @param withdrawnAt since when nothing new is drawn with it; absent while it is in force
public record LearnedWord(
        UUID id,
        UUID baseModelId,
        String baseModelName,
        String word,
        String sha256,
        int tokens,
        String licence,
        String origin,
        Instant createdAt,
        @Nullable Instant withdrawnAt) {}
