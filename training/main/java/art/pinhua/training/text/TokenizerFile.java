package art.pinhua.training.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `tokenizer.json` in the combinations computed here: WordPiece behind BERT's normalizer and pre-tokenizer with marks
/// by a template, or byte pairs as CLIP has them (see [ClipTokenizerFile]). Every other setting is refused by name,
/// never guessed.
/// @param addedTokens numbers of tokens found in the raw text before anything else
/// @param opening     marks before the text
/// @param closing     marks after it
record TokenizerFile(
        Words text, Pieces pieces, Map<String, Integer> addedTokens, List<String> opening, List<String> closing) {
    /// Largest file read, bytes.
    static final long LARGEST = 64L << 20;

    static final int LARGEST_ID = 10_000_000;
    private static final int LONGEST_WORD = 100;

    static TokenizerFile parse(String json) {
        JsonObject root = Json.object(Json.parse("tokenizer.json", json), "tokenizer.json");
        if (root.get("model") instanceof JsonObject model
                && Json.text(model, "type").equals("BPE")) {
            return ClipTokenizerFile.parse(root);
        }
        typed(root, "pre_tokenizer", "BertPreTokenizer");
        WordPiece pieces = pieces(typed(root, "model", "WordPiece"));
        Map<String, Integer> added = addedTokens(root, pieces);
        JsonObject processor = typed(root, "post_processor", "TemplateProcessing");
        var opening = new ArrayList<String>();
        var closing = new ArrayList<String>();
        readTemplate(processor, opening, closing);
        return new TokenizerFile(
                text(typed(root, "normalizer", "BertNormalizer")),
                pieces,
                added,
                List.copyOf(opening),
                List.copyOf(closing));
    }

    /// The older form of a BERT tokenizer: one piece a line, its number the line's.
    /// @param lines      text of `vocab.txt`
    /// @param configJson text of `tokenizer_config.json`
    static TokenizerFile ofVocabulary(String lines, String configJson) {
        JsonObject config = Json.object(Json.parse("tokenizer_config.json", configJson), "tokenizer_config.json");
        var vocabulary = new HashMap<String, Integer>();
        for (String piece : lines.lines().toList()) {
            if (vocabulary.put(piece, vocabulary.size()) != null) {
                throw new TokenizerException("vocab.txt has the piece '" + piece + "' twice");
            }
        }
        var marks = new LinkedHashMap<String, Integer>();
        for (String mark : List.of("[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]")) {
            Integer id = vocabulary.get(mark);
            if (id == null) {
                throw new TokenizerException("vocab.txt lacks '" + mark + "'");
            }
            marks.put(mark, id);
        }
        boolean lowercase = Json.truth(config, "do_lower_case", true);
        var text = new BertText(
                true,
                Json.truth(config, "tokenize_chinese_chars", true),
                Json.truth(config, "strip_accents", lowercase),
                lowercase);
        var pieces = new WordPiece(Map.copyOf(vocabulary), "[UNK]", "##", LONGEST_WORD);
        return new TokenizerFile(text, pieces, marks, List.of("[CLS]"), List.of("[SEP]"));
    }

    private static JsonObject typed(JsonObject root, String name, String type) {
        JsonObject part = Json.object(root.get(name), name);
        String actual = Json.text(part, "type");
        if (!actual.equals(type)) {
            throw new TokenizerException(name + " of type '" + actual + "' is not supported, only '" + type + "'");
        }
        return part;
    }

    private static BertText text(JsonObject normalizer) {
        boolean lowercase = Json.truth(normalizer, "lowercase", true);
        return new BertText(
                Json.truth(normalizer, "clean_text", true),
                Json.truth(normalizer, "handle_chinese_chars", true),
                Json.truth(normalizer, "strip_accents", lowercase),
                lowercase);
    }

    private static WordPiece pieces(JsonObject model) {
        var vocabulary = new HashMap<String, Integer>();
        var owners = new HashMap<Integer, String>();
        JsonObject entries = Json.object(model.get("vocab"), "vocab");
        for (Map.Entry<String, JsonElement> entry : entries.entrySet()) {
            int id = Json.wholeNumber(entry.getValue(), "vocab['" + entry.getKey() + "']", 0, LARGEST_ID);
            String other = owners.put(id, entry.getKey());
            if (other != null) {
                throw new TokenizerException(
                        "vocab gives the number " + id + " to '" + other + "' and '" + entry.getKey() + "'");
            }
            vocabulary.put(entry.getKey(), id);
        }
        String unknown = Json.text(model, "unk_token");
        if (!vocabulary.containsKey(unknown)) {
            throw new TokenizerException("unk_token '" + unknown + "' is not in vocab");
        }
        int longestWord = Json.wholeNumber(model, "max_input_chars_per_word", 1, 100_000);
        return new WordPiece(
                Map.copyOf(vocabulary), unknown, Json.text(model, "continuing_subword_prefix"), longestWord);
    }

    private static Map<String, Integer> addedTokens(JsonObject root, WordPiece pieces) {
        var added = new LinkedHashMap<String, Integer>();
        for (JsonElement element : Json.array(root, "added_tokens")) {
            JsonObject token = Json.object(element, "added_tokens");
            String content = Json.text(token, "content");
            int id = Json.wholeNumber(token, "id", 0, LARGEST_ID);
            AddedTokens.requirePlain(
                    token, "added_tokens '" + content + "'", List.of("single_word", "lstrip", "rstrip", "normalized"));
            if (content.isEmpty() || id != pieces.vocabulary().getOrDefault(content, id)) {
                throw new TokenizerException("added_tokens '" + content + "' contradicts vocab");
            }
            added.put(content, id);
        }
        return added;
    }

    private static void readTemplate(JsonObject processor, List<String> opening, List<String> closing) {
        boolean seen = false;
        for (JsonElement element : Json.array(processor, "single")) {
            JsonObject part = Json.object(element, "single");
            if (part.get("SpecialToken") instanceof JsonObject mark) {
                (seen ? closing : opening).add(Json.text(mark, "id"));
            } else if (part.has("Sequence") && !seen) {
                seen = true;
            } else {
                throw new TokenizerException("single: a template needs marks around one sequence, found " + part);
            }
        }
        if (!seen) {
            throw new TokenizerException("single: the template has no sequence");
        }
    }
}
