package art.pinhua.training.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The tokenizer of CLIP from either form of its files: `tokenizer.json`, or `vocab.json` with `merges.txt`. Every
/// setting beyond CLIP's is refused by name.
final class ClipTokenizerFile {
    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";

    /// The pattern of the pre-tokenizer with and without the marks, which are found before it is asked.
    private static final Set<String> PATTERNS = Set.of(
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
            "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+");

    private ClipTokenizerFile() {}

    /// @param root `tokenizer.json`, with a model of type BPE
    static TokenizerFile parse(JsonObject root) {
        requireTypes(root, "normalizer", "normalizers", List.of("NFC", "Replace", "Lowercase"));
        requireTypes(root, "pre_tokenizer", "pretokenizers", List.of("Split", "ByteLevel"));
        JsonObject split = Json.object(
                Json.array(Json.object(root.get("pre_tokenizer"), "pre_tokenizer"), "pretokenizers")
                        .get(0),
                "Split");
        String pattern = Json.text(Json.object(split.get("pattern"), "pattern"), "Regex");
        if (!PATTERNS.contains(pattern)) {
            throw new TokenizerException("pre_tokenizer: the pattern " + pattern + " is not CLIP's");
        }
        JsonObject model = Json.object(root.get("model"), "model");
        if (!Json.text(model, "end_of_word_suffix").equals("</w>")) {
            throw new TokenizerException("end_of_word_suffix must be '</w>'");
        }
        JsonObject processor = Json.object(root.get("post_processor"), "post_processor");
        if (!Json.text(processor, "type").equals("RobertaProcessing")) {
            throw new TokenizerException(
                    "post_processor of type '" + Json.text(processor, "type") + "' is not supported");
        }
        var ranks = new HashMap<String, Integer>();
        for (JsonElement merge : Json.array(model, "merges")) {
            ranks.putIfAbsent(pair(merge), ranks.size());
        }
        var marks = new LinkedHashMap<String, Integer>();
        for (JsonElement element : Json.array(root, "added_tokens")) {
            JsonObject token = Json.object(element, "added_tokens");
            marks.put(Json.text(token, "content"), Json.wholeNumber(token, "id", 0, TokenizerFile.LARGEST_ID));
        }
        return file(
                vocabulary(Json.object(model.get("vocab"), "vocab")),
                ranks,
                marks,
                mark(processor, "cls"),
                mark(processor, "sep"));
    }

    /// @param vocabJson text of `vocab.json`
    /// @param merges    text of `merges.txt`: a line about the version, then a pair a line
    static TokenizerFile of(String vocabJson, String merges) {
        Map<String, Integer> vocabulary = vocabulary(Json.object(Json.parse("vocab.json", vocabJson), "vocab.json"));
        var ranks = new HashMap<String, Integer>();
        for (String line : merges.lines()
                .filter(line -> !line.startsWith("#version") && !line.isBlank())
                .toList()) {
            ranks.putIfAbsent(pair(line), ranks.size());
        }
        var marks = new LinkedHashMap<String, Integer>();
        for (String mark : List.of(START, END)) {
            Integer id = vocabulary.get(mark);
            if (id == null) {
                throw new TokenizerException("vocab.json lacks '" + mark + "'");
            }
            marks.put(mark, id);
        }
        return file(vocabulary, ranks, marks, START, END);
    }

    private static TokenizerFile file(
            Map<String, Integer> vocabulary,
            Map<String, Integer> ranks,
            Map<String, Integer> marks,
            String opening,
            String closing) {
        var pieces = new BytePairs(vocabulary, Map.copyOf(ranks), END);
        return new TokenizerFile(new ClipText(), pieces, marks, List.of(opening), List.of(closing));
    }

    private static void requireTypes(JsonObject root, String name, String list, List<String> types) {
        JsonObject part = Json.object(root.get(name), name);
        List<String> actual = Json.array(part, list).asList().stream()
                .map(each -> Json.text(Json.object(each, list), "type"))
                .toList();
        if (!actual.equals(types)) {
            throw new TokenizerException(name + " of types " + actual + " is not supported, only " + types);
        }
    }

    private static String pair(JsonElement merge) {
        if (merge instanceof JsonArray halves && halves.asList().stream().allMatch(JsonElement::isJsonPrimitive)) {
            return pair(halves.asList().stream().map(JsonElement::getAsString).collect(Collectors.joining(" ")));
        }
        if (merge.isJsonPrimitive()) {
            return pair(merge.getAsString());
        }
        throw new TokenizerException("merges: " + merge + " is no pair");
    }

    private static String pair(String line) {
        String pair = line.strip();
        int space = pair.indexOf(' ');
        if (space < 1 || space != pair.lastIndexOf(' ')) {
            throw new TokenizerException("merges: '" + pair + "' is no pair");
        }
        return pair;
    }

    private static String mark(JsonObject processor, String name) {
        JsonArray mark = Json.array(processor, name);
        if (mark.isEmpty() || !mark.get(0).isJsonPrimitive()) {
            throw new TokenizerException(name + " must be a mark and its number");
        }
        return mark.get(0).getAsString();
    }

    private static Map<String, Integer> vocabulary(JsonObject entries) {
        var vocabulary = new HashMap<String, Integer>();
        entries.asMap()
                .forEach((piece, id) -> vocabulary.put(
                        piece, Json.wholeNumber(id, "vocab['" + piece + "']", 0, TokenizerFile.LARGEST_ID)));
        return Map.copyOf(vocabulary);
    }
}
