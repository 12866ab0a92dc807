package art.pinhua.training.text;

import com.google.gson.JsonObject;

/// What `tokenizer_config.json` says that changes the result.
/// @param maxLength text length in tokens, marks included
/// @param padToken  fills the rest
record TokenizerConfig(int maxLength, String padToken) {

    /// Beside a `vocab.txt`: what is left out is as in BERT.
    static TokenizerConfig ofVocabulary(String text) {
        JsonObject root = Json.object(Json.parse("tokenizer_config.json", text), "tokenizer_config.json");
        int maxLength = root.has("model_max_length") ? Json.wholeNumber(root, "model_max_length", 3, 8192) : 512;
        return new TokenizerConfig(maxLength, root.has("pad_token") ? Json.token(root, "pad_token") : "[PAD]");
    }

    static TokenizerConfig parse(String text) {
        JsonObject root = Json.object(Json.parse("tokenizer_config.json", text), "tokenizer_config.json");
        int maxLength = Json.wholeNumber(root, "model_max_length", 3, 8192);
        return new TokenizerConfig(maxLength, Json.token(root, "pad_token"));
    }
}
