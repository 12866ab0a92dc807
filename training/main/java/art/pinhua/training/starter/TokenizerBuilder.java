package art.pinhua.training.starter;

import art.pinhua.training.starter.Lexicon.Words;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes the starter model's `tokenizer.json` in the format of Hugging Face tokenizers: WordPiece after a BERT
/// normaliser, so that every Chinese character is one token.
///
/// The vocabulary holds the four special tokens, ASCII and Chinese marks, Latin letters and digits at the
/// start and inside of words, the words of the captions whole, and all 6763 characters of GB2312: any Chinese
/// text passes, though only the words of the captions mean something to the model.
public final class TokenizerBuilder {
    /// Where `tokenizer_config.json` lists, apart by spaces, what the text encoder was taught.
    public static final String TAUGHT = "taught_tokens";

    static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "<|startoftext|>", "<|endoftext|>");
    private static final String CHINESE_MARKS = "，。！？；：、（）《》“”‘’…—·【】";
    private static final String GRAMMAR_WORDS = "a an the with in on of and wearing clad clothes clothing garments";
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private TokenizerBuilder() {}

    /// @return the text of `tokenizer.json` for the captions of the 64 px model
    public static String tokenizer() {
        return tokenizer(words());
    }

    /// @param words English words that are whole tokens, in lower case
    /// @return the text of `tokenizer.json`
    public static String tokenizer(Collection<String> words) {
        var file = new LinkedHashMap<String, @Nullable Object>();
        file.put("version", "1.0");
        file.put("truncation", null);
        file.put("padding", null);
        file.put(
                "added_tokens",
                SPECIAL.stream().map(TokenizerBuilder::addedToken).toList());
        file.put("normalizer", normalizer());
        file.put("pre_tokenizer", Map.of("type", "BertPreTokenizer"));
        file.put("post_processor", postProcessor());
        file.put("decoder", null);
        file.put("model", model(words));
        return GSON.toJson(file);
    }

    /// @param positions length of the text encoder's input, the two marks included
    /// @return the text of `tokenizer_config.json`
    public static String configuration(int positions) {
        return configuration(positions, List.of());
    }

    /// As above.
    /// @param taught tokens that the text encoder met in training; none where nobody says which
    public static String configuration(int positions, Collection<String> taught) {
        if (positions < 3) {
            throw new IllegalArgumentException("positions must be at least 3, were " + positions);
        }
        var config = new LinkedHashMap<String, Object>();
        config.put("backend", "tokenizers");
        config.put("bos_token", SPECIAL.get(2));
        config.put("eos_token", SPECIAL.get(3));
        config.put("model_max_length", positions);
        config.put("pad_token", SPECIAL.get(0));
        if (!taught.isEmpty()) {
            config.put(TAUGHT, String.join(" ", taught));
        }
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("unk_token", SPECIAL.get(1));
        return GSON.toJson(config);
    }

    /// All tokens of the 64 px model; a token's place is its id.
    public static List<String> vocabulary() {
        return vocabulary(words());
    }

    private static List<String> vocabulary(Collection<String> words) {
        Set<String> tokens = new LinkedHashSet<>(SPECIAL);
        for (char c = '!'; c <= '~'; c++) {
            tokens.add(String.valueOf(c).toLowerCase(Locale.ROOT));
        }
        CHINESE_MARKS.chars().forEach(c -> tokens.add(Character.toString(c)));
        for (char c = '!'; c <= '~'; c++) {
            if (Character.isLetterOrDigit(c)) {
                tokens.add("##" + Character.toLowerCase(c));
            }
        }
        tokens.addAll(words);
        tokens.addAll(characters());
        return List.copyOf(tokens);
    }

    private static Set<String> words() {
        var words = new TreeSet<>(List.of(GRAMMAR_WORDS.split(" ")));
        for (var lexicon : List.<Collection<Words>>of(
                Lexicon.BACKGROUND.values(),
                Lexicon.GARMENT.values(),
                Lexicon.COSTUME.values(),
                Lexicon.HAIR.values(),
                Lexicon.CUT.values(),
                Lexicon.POSE.values(),
                Lexicon.BUILD.values(),
                Lexicon.PERSON.values())) {
            for (var entry : lexicon) {
                for (var phrase : entry.en()) {
                    words.addAll(List.of(phrase.replace("%s", " ")
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .split("[^a-z]+")));
                }
            }
        }
        return words;
    }

    /// The hanzi of GB2312, rows 16 to 87.
    private static List<String> characters() {
        var charset = Charset.forName("GB2312");
        var characters = new ArrayList<String>();
        for (int row = 0xB0; row <= 0xF7; row++) {
            for (int cell = 0xA1; cell <= 0xFE; cell++) {
                var text = new String(new byte[] {(byte) row, (byte) cell}, charset);
                if (text.length() == 1 && Character.isIdeographic(text.charAt(0))) {
                    characters.add(text);
                }
            }
        }
        return characters;
    }

    private static Map<String, Object> addedToken(String content) {
        var token = new LinkedHashMap<String, Object>();
        token.put("id", SPECIAL.indexOf(content));
        token.put("content", content);
        for (var property : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            token.put(property, false);
        }
        token.put("special", true);
        return token;
    }

    private static Map<String, @Nullable Object> normalizer() {
        var normalizer = new LinkedHashMap<String, @Nullable Object>();
        normalizer.put("type", "BertNormalizer");
        normalizer.put("clean_text", true);
        normalizer.put("handle_chinese_chars", true);
        normalizer.put("strip_accents", null);
        normalizer.put("lowercase", true);
        return normalizer;
    }

    private static Map<String, Object> postProcessor() {
        var processor = new LinkedHashMap<String, Object>();
        processor.put("type", "TemplateProcessing");
        processor.put("single", List.of(special(SPECIAL.get(2)), sequence("A", 0), special(SPECIAL.get(3))));
        processor.put("pair", List.of(sequence("A", 0), sequence("B", 1)));
        var special = new LinkedHashMap<String, Object>();
        for (int id : new int[] {3, 2}) {
            var token = new LinkedHashMap<String, Object>();
            token.put("id", SPECIAL.get(id));
            token.put("ids", List.of(id));
            token.put("tokens", List.of(SPECIAL.get(id)));
            special.put(SPECIAL.get(id), token);
        }
        processor.put("special_tokens", special);
        return processor;
    }

    private static Map<String, Object> special(String token) {
        return Map.of("SpecialToken", pair("id", token, "type_id", 0));
    }

    private static Map<String, Object> sequence(String id, int type) {
        return Map.of("Sequence", pair("id", id, "type_id", type));
    }

    private static Map<String, Object> pair(String firstKey, Object first, String secondKey, Object second) {
        var pair = new LinkedHashMap<String, Object>();
        pair.put(firstKey, first);
        pair.put(secondKey, second);
        return pair;
    }

    private static Map<String, Object> model(Collection<String> words) {
        var model = new LinkedHashMap<String, Object>();
        model.put("type", "WordPiece");
        model.put("unk_token", SPECIAL.get(1));
        model.put("continuing_subword_prefix", "##");
        model.put("max_input_chars_per_word", 100);
        var vocabulary = new LinkedHashMap<String, Integer>();
        for (var token : vocabulary(words)) {
            vocabulary.put(token, vocabulary.size());
        }
        model.put("vocab", vocabulary);
        return model;
    }
}
