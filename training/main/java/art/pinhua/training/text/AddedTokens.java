package art.pinhua.training.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Tokens that a tokenizer was given after its vocabulary was made, such as words that a pipeline was
/// taught: transformers keeps them in `added_tokens_decoder` of `tokenizer_config.json`, and kept them in
/// `added_tokens.json`.
/// @param source     where they stand
/// @param numbers    by token
/// @param normalized those of them that are looked for in the text as the tokenizer normalizes it
record AddedTokens(String source, Map<String, Integer> numbers, Set<String> normalized) {
    static final String DECODER = "added_tokens_decoder";
    static final String FILE = "added_tokens.json";
    static final AddedTokens NONE = new AddedTokens(DECODER, Map.of(), Set.of());

    /// Each is looked for at every place of a prompt.
    private static final int MOST = 4_096;

    /// As of a learned word. A prompt may call for it at every place.
    private static final int MOST_VECTORS = 256;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,8}");

    /// @param decoder tokens with their settings, by number
    static AddedTokens ofDecoder(JsonObject decoder) {
        requireFew(DECODER, decoder);
        var numbers = new LinkedHashMap<String, Integer>();
        var normalized = new HashSet<String>();
        for (Map.Entry<String, JsonElement> entry : decoder.entrySet()) {
            JsonObject token = Json.object(entry.getValue(), DECODER + "['" + entry.getKey() + "']");
            String content = Json.text(token, "content");
            requirePlain(token, DECODER + " '" + content + "'", List.of("single_word", "lstrip", "rstrip"));
            if (numbers.put(content, number(entry.getKey())) != null) {
                throw new TokenizerException(DECODER + " has '" + content + "' twice");
            }
            if (Json.truth(token, "normalized", false)) {
                normalized.add(content);
            }
        }
        return new AddedTokens(DECODER, numbers, normalized);
    }

    /// @param json text of `added_tokens.json`: numbers by token
    static AddedTokens ofFile(String json) {
        JsonObject entries = Json.object(Json.parse(FILE, json), FILE);
        requireFew(FILE, entries);
        var numbers = new LinkedHashMap<String, Integer>();
        for (Map.Entry<String, JsonElement> entry : entries.entrySet()) {
            String name = FILE + "['" + entry.getKey() + "']";
            numbers.put(entry.getKey(), Json.wholeNumber(entry.getValue(), name, 0, TokenizerFile.LARGEST_ID));
        }
        return new AddedTokens(FILE, numbers, numbers.keySet());
    }

    /// Refuses settings of a token that are not followed.
    static void requirePlain(JsonObject token, String name, List<String> settings) {
        for (String setting : settings) {
            if (Json.truth(token, setting, false)) {
                throw new TokenizerException(name + ": " + setting + " is not supported");
            }
        }
    }

    private static void requireFew(String source, JsonObject entries) {
        if (entries.size() > MOST) {
            throw new TokenizerException(
                    source + " has " + entries.size() + " tokens, at most " + MOST + " are looked for");
        }
    }

    private static int number(String text) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : Integer.MAX_VALUE;
        if (number > TokenizerFile.LARGEST_ID) {
            throw new TokenizerException(
                    DECODER + " has the number '" + text + "', which is none of 0 to " + TokenizerFile.LARGEST_ID);
        }
        return number;
    }

    /// A tokenizer with these tokens.
    /// @throws TokenizerException naming a token with another number than before, with that of another
    ///                            token or with too many vectors; in WordPiece, which normalizes more
    ///                            than CLIP, one of the normalized too
    TokenizerFile in(TokenizerFile file) {
        var all = new LinkedHashMap<>(file.addedTokens());
        var owners = new HashMap<Integer, String>();
        all.forEach((token, number) -> owners.put(number, token));
        for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
            String token = entry.getKey();
            int number = entry.getValue();
            Integer before = all.get(token);
            int known = before != null ? before : file.pieces().vocabulary().getOrDefault(token, number);
            if (token.isEmpty() || number != known) {
                throw new TokenizerException(source + " '" + token + "' contradicts vocab");
            }
            String owner = owners.putIfAbsent(number, token);
            if (owner != null && !owner.equals(token)) {
                throw new TokenizerException(
                        source + " gives the number " + number + " to '" + owner + "' and '" + token + "'");
            }
            if (before == null && normalized.contains(token) && file.pieces() instanceof WordPiece) {
                throw new TokenizerException(source + " '" + token + "': normalized is not supported");
            }
            all.put(token, number);
        }
        all.keySet().forEach(last -> requireFewVectors(last, all));
        return new TokenizerFile(file.text(), file.pieces(), all, file.opening(), file.closing());
    }

    /// @param last may be the one too many; the first may be of the vocabulary, and fill up
    private static void requireFewVectors(String last, Map<String, Integer> all) {
        String end = "_" + MOST_VECTORS;
        String token = last.endsWith(end) ? last.substring(0, last.length() - end.length()) : last;
        int vectors = vectors(token, all).size();
        if (vectors > MOST_VECTORS) {
            throw new TokenizerException(
                    "'%s' stands for %d added tokens, at most %d are taken".formatted(token, vectors, MOST_VECTORS));
        }
    }

    /// A token stands for those called `<token>_1`, `<token>_2` … too, as which diffusers adds the other
    /// vectors of a learned word.
    /// @param all added tokens
    static List<String> vectors(String token, Map<String, Integer> all) {
        var vectors = new ArrayList<>(List.of(token));
        while (all.containsKey(token + "_" + vectors.size())) {
            vectors.add(token + "_" + vectors.size());
        }
        return vectors;
    }
}
