package art.pinhua.registry;

import java.time.Instant;
import java.util.UUID;

/// A word that a base model learned elsewhere: a textual inversion. It is in force where a prompt has it.
/// @param word    what prompts call it, in any case
/// @param sha256  of its file, which lies among the blobs
/// @param tokens  of a prompt that it takes up
/// @param licence what was known of it when it came; likewise its origin
public record LearnedWord(
        UUID id,
        UUID baseModelId,
        String baseModelName,
        String word,
        String sha256,
        int tokens,
        String licence,
        String origin,
        Instant createdAt) {}
