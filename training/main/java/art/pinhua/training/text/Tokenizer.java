package art.pinhua.training.text;

import art.pinhua.training.contract.PromptWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Prompt to the token numbers a text encoder takes: opening marks, pieces, closing marks, padding up to
/// the fixed length. Built from the files of a [TokenizerFolder]; immutable, free to share between threads.
public final class Tokenizer {
    /// Between a learned word and the number of its token: no prompt holds such a name.
    private static final char NUMBER = '\0';

    private final Words text;
    private final Pieces pieces;
    private final Map<String, Integer> addedTokens;
    private final Map<String, List<String>> learned;
    private final List<String> opening;
    private final List<String> closing;
    private final int maxLength;
    private final String padToken;
    private final long padId;
    private final @Nullable Set<String> taught;

    static Tokenizer of(TokenizerFile file, TokenizerConfig config) {
        TokenizerFile whole = config.added().in(file);
        return new Tokenizer(
                whole.text(),
                whole.pieces(),
                withPadding(whole, config.padToken()),
                Map.of(),
                whole.opening(),
                whole.closing(),
                config.maxLength(),
                config.padToken(),
                config.taught());
    }

    @SuppressWarnings("TooManyParameters") // its fields, one by one
    private Tokenizer(
            Words text,
            Pieces pieces,
            Map<String, Integer> addedTokens,
            Map<String, List<String>> learned,
            List<String> opening,
            List<String> closing,
            int maxLength,
            String padToken,
            @Nullable Set<String> taught) {
        this.text = text;
        this.pieces = pieces;
        this.addedTokens = addedTokens;
        this.learned = learned;
        this.opening = opening;
        this.closing = closing;
        this.maxLength = maxLength;
        this.padToken = padToken;
        this.padId = id(padToken);
        this.taught = taught;
        int marks = opening.size() + closing.size();
        if (maxLength <= marks) {
            throw new TokenizerException(
                    "model_max_length " + maxLength + " leaves no room beside " + marks + " marks");
        }
    }

    /// The token that fills up is found in raw text too, as the reference does it: where that is `!`, a text's own
    /// exclamation mark is the same token.
    private static Map<String, Integer> withPadding(TokenizerFile file, String padToken) {
        Integer id = file.pieces().vocabulary().get(padToken);
        if (id == null || file.addedTokens().containsKey(padToken)) {
            return file.addedTokens();
        }
        var tokens = new LinkedHashMap<>(file.addedTokens());
        tokens.put(padToken, id);
        return tokens;
    }

    /// The same tokenizer with another token to fill up with. The former one is a word again, if it is no
    /// mark.
    public Tokenizer paddedWith(String token) {
        var tokens = new LinkedHashMap<>(addedTokens);
        if (!isMark(padToken)) {
            tokens.remove(padToken); // found in raw text because it filled up
        }
        tokens.put(token, (int) id(token));
        return new Tokenizer(text, pieces, tokens, learned, opening, closing, maxLength, token, taught);
    }

    /// The same tokenizer with a word that stands for one token or several of its own, found as [PromptWords] says.
    /// @param first  number of its first token; the others follow
    /// @param tokens how many, at least 1
    /// @throws TokenizerException for a second word that prompts cannot tell from one that is there
    public Tokenizer withWord(String word, int first, int tokens) {
        if (word.isBlank() || tokens < 1) {
            throw new TokenizerException("A learned word needs a name and a token, was '" + word + "'");
        }
        var numbers = new LinkedHashMap<>(addedTokens);
        var names = new ArrayList<String>();
        for (int i = 0; i < tokens; i++) {
            names.add(word + NUMBER + i);
            numbers.put(names.getLast(), first + i);
        }
        String folded = PromptWords.fold(word);
        if (learned.keySet().stream().map(PromptWords::fold).anyMatch(folded::equals)) {
            throw new TokenizerException("Two learned words are called '" + word + "'");
        }
        var words = new LinkedHashMap<>(learned);
        words.put(word, List.copyOf(names));
        return new Tokenizer(text, pieces, numbers, words, opening, closing, maxLength, padToken, taught);
    }

    /// The same tokenizer without words that another text encoder was taught: tokens that were added with
    /// this number or a larger one. Its marks and its padding stay.
    /// @param numbers that the text encoder knows
    public Tokenizer within(long numbers) {
        var tokens = new LinkedHashMap<String, Integer>();
        addedTokens.forEach((token, number) -> {
            if (number < numbers || isMark(token) || token.equals(padToken)) {
                tokens.put(token, number);
            }
        });
        return new Tokenizer(text, pieces, tokens, learned, opening, closing, maxLength, padToken, taught);
    }

    private boolean isMark(String token) {
        return opening.contains(token) || closing.contains(token);
    }

    /// @param folder the `tokenizer` folder of a pipeline
    /// @throws TokenizerException when a file is damaged or asks for what is not computed here
    public static Tokenizer read(Path folder) throws IOException {
        return new TokenizerFolder(folder).read();
    }

    /// @param tokenizerJson text of `tokenizer.json`
    /// @param configJson    text of `tokenizer_config.json`
    public static Tokenizer parse(String tokenizerJson, String configJson) {
        return of(TokenizerFile.parse(tokenizerJson), TokenizerConfig.parse(configJson, null, null));
    }

    /// What the text encoder gets.
    /// @param ids    (maxLength), marks and padding included
    /// @param tokens tokens in `ids` before the padding
    /// @param cut    tokens left out because there was no room
    public record Encoded(long[] ids, int tokens, int cut) {}

    /// Encodes a text of any length; what does not fit is cut off before the closing marks and counted.
    public Encoded encode(String prompt) {
        List<String> body = body(prompt);
        int room = room();
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

    /// A stretch of a long text, as long as the text encoder takes.
    /// @param ids     (maxLength), marks and padding included
    /// @param weights of each token; marks and padding have 1
    public record Window(long[] ids, double[] weights) {}

    /// @param cut tokens left out because there was no room in the last window
    public record Windows(List<Window> windows, int cut) {}

    /// Encodes a weighted text of any length into one window after the other, each with its own marks.
    /// Learned words that have room in a window are not torn: where one would be, the next window begins
    /// with it.
    /// @param most windows, at least 1; what does not fit is cut off and counted
    public Windows windows(WeightedText prompt, int most) {
        int room = room();
        var tokens = new ArrayList<String>();
        var weights = new ArrayList<Double>();
        var inside = new BitSet(); // places of tokens that stay with the one before them
        for (WeightedText.Part part : prompt.parts()) {
            read(part.text(), plain -> addPieces(plain, tokens), found -> {
                if (found.size() <= room) {
                    inside.set(tokens.size() + 1, tokens.size() + found.size());
                }
                tokens.addAll(found);
            });
            while (weights.size() < tokens.size()) {
                weights.add(part.weight());
            }
        }
        var windows = new ArrayList<Window>();
        int from = 0;
        do {
            int to = Math.min(from + room, tokens.size());
            while (inside.get(to)) {
                to--;
            }
            windows.add(window(tokens.subList(from, to), weights.subList(from, to)));
            from = to;
        } while (from < tokens.size() && windows.size() < most);
        return new Windows(List.copyOf(windows), tokens.size() - from);
    }

    private Window window(List<String> tokens, List<Double> weights) {
        long[] ids = new long[maxLength];
        double[] factors = new double[maxLength];
        Arrays.fill(ids, padId);
        Arrays.fill(factors, 1);
        int at = 0;
        for (String mark : opening) {
            ids[at++] = id(mark);
        }
        for (int i = 0; i < tokens.size(); i++) {
            factors[at] = weights.get(i);
            ids[at++] = id(tokens.get(i));
        }
        for (String mark : closing) {
            ids[at++] = id(mark);
        }
        return new Window(ids, factors);
    }

    /// All tokens of a text with the marks, nothing cut.
    public List<String> tokens(String prompt) {
        var all = new ArrayList<String>(opening);
        all.addAll(body(prompt));
        all.addAll(closing);
        return all;
    }

    /// A token as people read it.
    /// @param text   what it stands for; empty where the token before it says that already
    /// @param known  whether the text encoder can make something of it
    /// @param inside whether it goes on with the word of the token before it
    public record Token(String text, double weight, boolean known, boolean inside) {}

    /// All tokens of a weighted text as people read them, without the marks, nothing cut.
    public List<Token> readable(WeightedText prompt) {
        var all = new ArrayList<Token>();
        var unknown = new UnknownWords(text, pieces, taught);
        for (WeightedText.Part part : prompt.parts()) {
            read(
                    part.text(),
                    plain -> text.words(plain).forEach(word -> all.addAll(readable(word, part.weight(), unknown))),
                    found -> all.addAll(readable(found, part.weight())));
        }
        return all;
    }

    private List<Token> readable(String word, double weight, UnknownWords unknown) {
        List<String> tokens = pieces.pieces(word);
        List<String> texts = pieces.texts(word);
        var all = new ArrayList<Token>();
        for (int i = 0; i < tokens.size(); i++) {
            all.add(new Token(texts.get(i), weight, unknown.isKnown(word, tokens.get(i)), i > 0));
        }
        return all;
    }

    /// Of an added token or of a learned word, which the first of its tokens says.
    private static List<Token> readable(List<String> found, double weight) {
        var all = new ArrayList<Token>();
        for (String name : found) {
            int end = name.indexOf(NUMBER);
            boolean first = all.isEmpty();
            all.add(new Token(first ? name.substring(0, end < 0 ? name.length() : end) : "", weight, true, !first));
        }
        return all;
    }

    /// Tokens that have room in one window, beside the marks.
    public int room() {
        return maxLength - opening.size() - closing.size();
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

    /// Words of a text that mean nothing to the text encoder: those without a token of their own and, where
    /// the tokenizer says what was taught, those that never were. Each once, in their order; Han characters
    /// side by side are one word.
    public List<String> unknownWords(String prompt) {
        var unknown = new UnknownWords(text, pieces, taught);
        read(prompt, unknown::look, found -> {});
        return unknown.words();
    }

    private List<String> body(String prompt) {
        var tokens = new ArrayList<String>();
        read(prompt, plain -> addPieces(plain, tokens), tokens::addAll);
        return tokens;
    }

    private void addPieces(String plain, List<String> tokens) {
        text.words(plain).forEach(word -> tokens.addAll(pieces.pieces(word)));
    }

    /// @param plain takes the stretches of text
    /// @param found takes the tokens written between them
    private void read(String prompt, Consumer<String> plain, Consumer<List<String>> found) {
        int start = 0;
        for (int at = 0; at < prompt.length(); ) {
            String added = addedTokenAt(prompt, at);
            String word = PromptWords.at(prompt, at, learned.keySet());
            if (!word.isEmpty() && word.length() >= added.length()) {
                plain.accept(prompt.substring(start, at));
                found.accept(learned.getOrDefault(word, List.of()));
                at += word.length();
                start = at;
            } else if (added.isEmpty()) {
                at++;
            } else {
                plain.accept(prompt.substring(start, at));
                found.accept(AddedTokens.vectors(added, addedTokens));
                at += added.length();
                start = at;
            }
        }
        plain.accept(prompt.substring(start));
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
