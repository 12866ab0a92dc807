package art.pinhua.training.text;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `tokenizer_config.json` says that changes the result.
/// @param maxLength text length in tokens, marks included
/// @param padToken  fills the rest
/// @param taught    tokens that the text encoder met in training, where the file says so
record TokenizerConfig(
        int maxLength, String padToken, @Nullable Set<String> taught) {
    private static final String TAUGHT = "taught_tokens";

    /// Beside a `vocab.txt`: what is left out is as in BERT.
    static TokenizerConfig ofVocabulary(String text) {
        JsonObject root = Json.object(Json.parse("tokenizer_config.json", text), "tokenizer_config.json");
        int maxLength = root.has("model_max_length") ? Json.wholeNumber(root, "model_max_length", 3, 8192) : 512;
        return new TokenizerConfig(
                maxLength, root.has("pad_token") ? Json.token(root, "pad_token") : "[PAD]", taught(root));
    }

    static TokenizerConfig parse(String text) {
        JsonObject root = Json.object(Json.parse("tokenizer_config.json", text), "tokenizer_config.json");
        int maxLength = Json.wholeNumber(root, "model_max_length", 3, 8192);
        return new TokenizerConfig(maxLength, Json.token(root, "pad_token"), taught(root));
    }

    /// Tokens apart by spaces.
    private static @Nullable Set<String> taught(JsonObject root) {
        return root.has(TAUGHT)
                ? Set.copyOf(List.of(Json.text(root, TAUGHT).strip().split("\\s+")))
                : null;
    }
}
