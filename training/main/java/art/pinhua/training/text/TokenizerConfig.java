package art.pinhua.training.text;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `tokenizer_config.json` says that changes the result, and what `special_tokens_map.json` and
/// `added_tokens.json` beside it do.
/// @param maxLength text length in tokens, marks included
/// @param padToken  fills the rest
/// @param taught    tokens that the text encoder met in training, where the file says so
/// @param added     tokens that came later than the vocabulary
record TokenizerConfig(
        int maxLength, String padToken, @Nullable Set<String> taught, AddedTokens added) {
    private static final String MARKS = "special_tokens_map.json";
    private static final String PADDING = "pad_token";
    private static final String TAUGHT = "taught_tokens";

    /// Beside a `vocab.txt`: what is left out is as in BERT.
    /// @param marks text of `special_tokens_map.json`, where there is one
    /// @param added text of `added_tokens.json`, where there is one
    static TokenizerConfig ofVocabulary(String text, @Nullable String marks, @Nullable String added) {
        JsonObject root = root(text);
        int maxLength = root.has("model_max_length") ? Json.wholeNumber(root, "model_max_length", 3, 8192) : 512;
        JsonObject padding = padding(root, marks);
        return new TokenizerConfig(
                maxLength,
                padding.has(PADDING) ? Json.token(padding, PADDING) : "[PAD]",
                taught(root),
                added(root, added));
    }

    /// @param marks text of `special_tokens_map.json`, where there is one
    /// @param added text of `added_tokens.json`, where there is one
    static TokenizerConfig parse(String text, @Nullable String marks, @Nullable String added) {
        JsonObject root = root(text);
        int maxLength = Json.wholeNumber(root, "model_max_length", 3, 8192);
        String padding = Json.token(padding(root, marks), PADDING);
        return new TokenizerConfig(maxLength, padding, taught(root), added(root, added));
    }

    private static JsonObject root(String text) {
        return Json.object(Json.parse("tokenizer_config.json", text), "tokenizer_config.json");
    }

    /// Where the padding stands. Of older tokenizers the map counts, as in transformers: those of Stable
    /// Diffusion 2 fill up with `!`, and only the map says so.
    private static JsonObject padding(JsonObject root, @Nullable String marks) {
        if (marks == null || root.has(AddedTokens.DECODER)) {
            return root;
        }
        JsonObject map = Json.object(Json.parse(MARKS, marks), MARKS);
        return Json.field(map, PADDING).isJsonNull() ? root : map;
    }

    /// Newer tokenizers have in their settings all that older ones have in files beside them.
    private static AddedTokens added(JsonObject root, @Nullable String beside) {
        if (root.has(AddedTokens.DECODER)) {
            return AddedTokens.ofDecoder(Json.object(root.get(AddedTokens.DECODER), AddedTokens.DECODER));
        }
        return beside == null ? AddedTokens.NONE : AddedTokens.ofFile(beside);
    }

    /// Tokens apart by spaces.
    private static @Nullable Set<String> taught(JsonObject root) {
        return root.has(TAUGHT)
                ? Set.copyOf(List.of(Json.text(root, TAUGHT).strip().split("\\s+")))
                : null;
    }
}
