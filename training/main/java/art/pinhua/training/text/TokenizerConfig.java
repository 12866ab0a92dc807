package art.pinhua.training.text;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `tokenizer_config.json` says that changes the result, and what `special_tokens_map.json` beside it does.
/// @param maxLength text length in tokens, marks included
/// @param padToken  fills the rest
/// @param taught    tokens that the text encoder met in training, where the file says so
record TokenizerConfig(
        int maxLength, String padToken, @Nullable Set<String> taught) {
    private static final String MARKS = "special_tokens_map.json";
    private static final String PADDING = "pad_token";
    private static final String TAUGHT = "taught_tokens";

    /// Its entry that newer tokenizers have, which hold all that older ones have in files beside it.
    private static final String DECODER = "added_tokens_decoder";

    /// Beside a `vocab.txt`: what is left out is as in BERT.
    /// @param marks text of `special_tokens_map.json`, where there is one
    static TokenizerConfig ofVocabulary(String text, @Nullable String marks) {
        JsonObject root = root(text);
        int maxLength = root.has("model_max_length") ? Json.wholeNumber(root, "model_max_length", 3, 8192) : 512;
        JsonObject padding = padding(root, marks);
        return new TokenizerConfig(
                maxLength, padding.has(PADDING) ? Json.token(padding, PADDING) : "[PAD]", taught(root));
    }

    /// @param marks text of `special_tokens_map.json`, where there is one
    static TokenizerConfig parse(String text, @Nullable String marks) {
        JsonObject root = root(text);
        int maxLength = Json.wholeNumber(root, "model_max_length", 3, 8192);
        return new TokenizerConfig(maxLength, Json.token(padding(root, marks), PADDING), taught(root));
    }

    private static JsonObject root(String text) {
        return Json.object(Json.parse("tokenizer_config.json", text), "tokenizer_config.json");
    }

    /// Where the padding stands. Of older tokenizers the map counts, as in transformers: those of Stable Diffusion 2
    /// fill up with `!`, and only the map says so.
    private static JsonObject padding(JsonObject root, @Nullable String marks) {
        if (marks == null || root.has(DECODER)) {
            return root;
        }
        JsonObject map = Json.object(Json.parse(MARKS, marks), MARKS);
        return Json.field(map, PADDING).isJsonNull() ? root : map;
    }

    /// Tokens apart by spaces.
    private static @Nullable Set<String> taught(JsonObject root) {
        return root.has(TAUGHT)
                ? Set.copyOf(List.of(Json.text(root, TAUGHT).strip().split("\\s+")))
                : null;
    }
}
