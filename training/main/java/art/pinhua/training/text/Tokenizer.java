package art.pinhua.training.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Prompt to the token numbers a text encoder takes: opening marks, pieces, closing marks, padding up to the fixed
/// length. Built from `tokenizer.json`, or the older `vocab.txt`, or `vocab.json` with `merges.txt`, and
/// `tokenizer_config.json`; immutable, free to share between threads.
public final class Tokenizer {
    private final Words text;
    private final Pieces pieces;
    private final Map<String, Integer> addedTokens;
    private final List<String> opening;
    private final List<String> closing;
    private final int maxLength;
    private final long padId;

    Tokenizer(TokenizerFile file, TokenizerConfig config) {
        text = file.text();
        pieces = file.pieces();
        addedTokens = file.addedTokens();
        opening = file.opening();
        closing = file.closing();
        maxLength = config.maxLength();
        padId = id(config.padToken());
        int marks = opening.size() + closing.size();
        if (maxLength <= marks) {
            throw new TokenizerException(
                    "model_max_length " + maxLength + " leaves no room beside " + marks + " marks");
        }
    }

    /// @param folder the `tokenizer` folder of a pipeline
    /// @throws TokenizerException when a file is damaged or asks for what is not computed here
    public static Tokenizer read(Path folder) throws IOException {
        String config = text(folder.resolve("tokenizer_config.json"));
        Path vocabulary = folder.resolve("vocab.txt");
        if (!Files.exists(folder.resolve("tokenizer.json")) && Files.exists(vocabulary)) {
            return new Tokenizer(
                    TokenizerFile.ofVocabulary(text(vocabulary), config), TokenizerConfig.ofVocabulary(config));
        }
        Path merges = folder.resolve("merges.txt");
        if (!Files.exists(folder.resolve("tokenizer.json")) && Files.exists(merges)) {
            return new Tokenizer(
                    ClipTokenizerFile.of(text(folder.resolve("vocab.json")), text(merges)),
                    TokenizerConfig.parse(config));
        }
        return parse(text(folder.resolve("tokenizer.json")), config);
    }

    /// @param tokenizerJson text of `tokenizer.json`
    /// @param configJson    text of `tokenizer_config.json`
    public static Tokenizer parse(String tokenizerJson, String configJson) {
        return new Tokenizer(TokenizerFile.parse(tokenizerJson), TokenizerConfig.parse(configJson));
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > TokenizerFile.LARGEST) {
            throw new TokenizerException(file + " is larger than " + TokenizerFile.LARGEST + " bytes");
        }
        return Files.readString(file);
    }

    /// What the text encoder gets.
    /// @param ids    (maxLength), marks and padding included
    /// @param tokens tokens in `ids` before the padding
    /// @param cut    tokens left out because there was no room
    public record Encoded(long[] ids, int tokens, int cut) {}

    /// Encodes a text of any length; what does not fit is cut off before the closing marks and counted.
    public Encoded encode(String prompt) {
        List<String> body = body(prompt);
        int room = maxLength - opening.size() - closing.size();
        var all = new ArrayList<String>(opening);
        all.addAll(body.subList(0, Math.min(room, body.size())));
        all.addAll(closing);
        long[] ids = new long[maxLength];
        Arrays.fill(ids, padId);
        for (int i = 0; i < all.size(); i++) {
            ids[i] = id(all.get(i));
        }
        return new Encoded(ids, all.size(), Math.max(0, body.size() - room));
    }

    /// All tokens of a text with the marks, nothing cut.
    public List<String> tokens(String prompt) {
        var all = new ArrayList<String>(opening);
        all.addAll(body(prompt));
        all.addAll(closing);
        return all;
    }

    /// Length of [Encoded#ids].
    public int maxLength() {
        return maxLength;
    }

    /// One more than the largest token number.
    public int vocabularySize() {
        int largest =
                addedTokens.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return 1
                + Math.max(
                        largest,
                        pieces.vocabulary().values().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0));
    }

    private List<String> body(String prompt) {
        var tokens = new ArrayList<String>();
        int start = 0;
        for (int at = 0; at < prompt.length(); ) {
            String added = addedTokenAt(prompt, at);
            if (added.isEmpty()) {
                at++;
            } else {
                addPieces(tokens, prompt.substring(start, at));
                tokens.add(added);
                at += added.length();
                start = at;
            }
        }
        addPieces(tokens, prompt.substring(start));
        return tokens;
    }

    private void addPieces(List<String> tokens, String part) {
        text.words(part).forEach(word -> tokens.addAll(pieces.pieces(word)));
    }

    /// The longest added token that begins here, or the empty text.
    private String addedTokenAt(String prompt, int at) {
        String longest = "";
        for (String token : addedTokens.keySet()) {
            if (token.length() > longest.length() && prompt.startsWith(token, at)) {
                longest = token;
            }
        }
        return longest;
    }

    private long id(String token) {
        Integer id = addedTokens.get(token);
        id = id != null ? id : pieces.vocabulary().get(token);
        if (id == null) {
            throw new TokenizerException("the token '" + token + "' has no number in tokenizer.json");
        }
        return id;
    }
}
