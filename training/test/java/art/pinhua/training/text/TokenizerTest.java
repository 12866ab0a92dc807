package art.pinhua.training.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.parity.Fixtures;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against `parity/expected/tokenizer.json`, computed by the tokenizers library 0.23.2.
class TokenizerTest {
    private static final String FILE = resource("/parity/pipeline/tokenizer/tokenizer.json");
    private static final String CONFIG = resource("/parity/pipeline/tokenizer/tokenizer_config.json");
    private final Tokenizer tokenizer = Tokenizer.parse(FILE, CONFIG);

    @Test
    void everyReferenceTextIsReproducedExactly() {
        JsonObject expected = JsonParser.parseString(resource("/parity/expected/tokenizer.json"))
                .getAsJsonObject();
        int compared = 0;
        for (JsonElement element : expected.getAsJsonArray("cases")) {
            JsonObject example = element.getAsJsonObject();
            String text = example.get("text").getAsString();
            assertEquals(texts(example.getAsJsonArray("tokens")), tokenizer.tokens(text), text);
            Tokenizer.Encoded encoded = tokenizer.encode(text);
            assertArrayEquals(numbers(example.getAsJsonArray("input_ids")), encoded.ids(), text);
            int all = example.getAsJsonArray("ids").size();
            assertEquals(Math.max(0, all - 32), encoded.cut(), text);
            assertEquals(Math.min(32, all), encoded.tokens(), text);
            compared++;
        }
        assertEquals(21, compared);
        assertEquals(expected.get("vocab_size").getAsInt(), tokenizer.vocabularySize());
        assertEquals(32, tokenizer.maxLength());
    }

    @Test
    void longPromptKeepsItsEndMarkAndCountsWhatIsCut() {
        Tokenizer.Encoded encoded = tokenizer.encode("山".repeat(100));
        assertEquals(70, encoded.cut());
        assertEquals(3, encoded.ids()[31]);
        assertEquals(0, tokenizer.encode("山".repeat(30)).cut());
    }

    @Test
    void wordsWithoutATokenAreUnknown() {
        assertEquals(List.of("龘龘", "麤"), tokenizer.unknownWords("山龘龘水，麤[PAD]龘龘！？"));
        assertEquals(List.of("龘", "麤"), tokenizer.unknownWords("龘 麤"));
        assertEquals(List.of(), tokenizer.unknownWords("山水 dragon"));
    }

    @Test
    void whereTheFileSaysWhatWasTaughtAllElseIsUnknown() {
        String config = CONFIG.replace("{", "{\"taught_tokens\": \"山 水\",");
        var some = Tokenizer.parse(FILE, config);
        assertEquals(List.of("屋顶", "dragon", "猫"), some.unknownWords("山水，屋顶。 Dragon 猫"));
        assertEquals(List.of("猫"), some.withWord("dragon", 10_000, 2).unknownWords("Dragon 猫"));
        assertEquals(List.of("猫"), some.paddedWith("!").unknownWords("山!猫"));
        assertArrayEquals(tokenizer.encode("山猫").ids(), some.encode("山猫").ids());
        assertThrows(
                TokenizerException.class,
                () -> Tokenizer.parse(FILE, CONFIG.replace("{", "{\"taught_tokens\": [\"山\"],")));
    }

    @Test
    void ofWordsThatPromptsCannotTellApartThereIsOne() {
        var taught = tokenizer.withWord("Dragon", 10_000, 1);
        assertThrows(TokenizerException.class, () -> taught.withWord("dragon", 10_001, 1));
    }

    @Test
    void tokensAreShownAsPeopleReadThem() {
        var some = Tokenizer.parse(FILE, CONFIG.replace("{", "{\"taught_tokens\": \"dragon 山\","))
                .withWord("Robe", 10_000, 2);
        assertEquals(
                List.of(
                        new Tokenizer.Token("dragon", 1.5, true, false),
                        new Tokenizer.Token("s", 1.5, false, true),
                        new Tokenizer.Token("，", 1, true, false),
                        new Tokenizer.Token("Robe", 1, true, false),
                        new Tokenizer.Token("", 1, true, true),
                        new Tokenizer.Token("山", 1, true, false),
                        new Tokenizer.Token("猫", 1, false, false),
                        new Tokenizer.Token("龘", 1, false, false),
                        new Tokenizer.Token("[PAD]", 1, true, false)),
                some.readable(WeightedText.parse("(Dragons:1.5)，robe 山猫龘\\[PAD]")));
        assertEquals(30, some.room());
    }

    @Test
    void marksWrittenInAPromptAreReadAsMarks() {
        assertEquals(
                List.of("<|startoftext|>", "山", "[PAD]", "水", "<|endoftext|>", "<|endoftext|>"),
                tokenizer.tokens("山[PAD]水<|endoftext|>"));
    }

    @Test
    void lowercaseWithoutAccentsKnowsNoFinalSigma() {
        var text = new BertText(true, true, true, true);
        assertEquals(List.of("οδοσ", "i", "x"), text.words("ΟΔΟΣ İ x"));
    }

    @Test
    void cleaningDropsControlsAndBrokenCharacters() {
        var text = new BertText(true, true, false, false);
        assertEquals(List.of("ab", "c"), text.words("a\u0000\u200b\uFFFDb\u2003c\u0007"));
        assertEquals(List.of("x", "\uD83D\uDC09"), text.words("x \uD83D\uDC09\uDC09"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"WordPiece\"                     | \"Unigram\"      | model of type 'Unigram' is not supported",
                "\"BertNormalizer\"                | \"NFC\"          | normalizer of type 'NFC'",
                "\"BertPreTokenizer\"              | \"Whitespace\"   | pre_tokenizer of type",
                "\"TemplateProcessing\"            | \"ByteLevel\"    | post_processor of type",
                "\"!\": 4                          | \"!\": 5         | vocab gives the number 5 to",
                "\"!\": 4                          | \"!\": -1        | vocab['!'] must be a whole number",
                "\"!\": 4                          | \"!\": 4.5       | vocab['!'] must be a whole number",
                "\"!\": 4                          | \"!\": \"4\"     | vocab['!'] must be a whole number",
                "\"unk_token\": \"[UNK]\"          | \"unk_token\": \"?!\" | unk_token '?!' is not in vocab",
                "\"lowercase\": true               | \"lowercase\": 1 | lowercase must be true or false",
                "\"max_input_chars_per_word\": 100 | \"x\": 100       | max_input_chars_per_word must be a whole"
                        + " number",
                "\"single_word\": false            | \"single_word\": true | single_word is not supported",
                "\"Sequence\"                      | \"Sequences\"    | single: a template needs",
                "\"version\"                       | version          | not valid JSON",
            })
    void tokenizerFileThatCannotBeFollowedIsRefused(String old, String fresh, String complaint) {
        String changed = FILE.replace(old, fresh);
        assertTrue(!changed.equals(FILE), "the case changes nothing: " + old);
        var refusal = assertThrows(TokenizerException.class, () -> Tokenizer.parse(changed, CONFIG));
        assertTrue(Objects.toString(refusal.getMessage()).contains(complaint), refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"model_max_length\": 32   | \"model_max_length\": 1e30 | model_max_length must be a whole number",
                "\"model_max_length\": 32   | \"model_max_length\": 2    | model_max_length must be a whole number of"
                        + " 3",
                "\"pad_token\": \"[PAD]\"   | \"pad_token\": \"[NONE]\"  | '[NONE]' has no number",
                "\"pad_token\": \"[PAD]\"   | \"pad_token\": null        | pad_token must be a text",
            })
    void tokenizerConfigThatCannotBeFollowedIsRefused(String old, String fresh, String complaint) {
        String changed = CONFIG.replace(old, fresh);
        assertTrue(!changed.equals(CONFIG), "the case changes nothing: " + old);
        var refusal = assertThrows(TokenizerException.class, () -> Tokenizer.parse(FILE, changed));
        assertTrue(Objects.toString(refusal.getMessage()).contains(complaint), refusal.getMessage());
    }

    @Test
    void truncatedFilesAreRefusedAtEveryLength() {
        for (int length = 0; length < FILE.length() - 2; length += 97) {
            String cut = FILE.substring(0, length);
            assertThrows(TokenizerException.class, () -> Tokenizer.parse(cut, CONFIG));
        }
        assertThrows(TokenizerException.class, () -> Tokenizer.parse("[".repeat(100_000), CONFIG));
    }

    private static List<String> texts(JsonArray array) {
        var texts = new ArrayList<String>();
        array.forEach(element -> texts.add(element.getAsString()));
        return texts;
    }

    private static long[] numbers(JsonArray array) {
        return array.asList().stream().mapToLong(JsonElement::getAsLong).toArray();
    }

    private static String resource(String name) {
        try (var stream = Objects.requireNonNull(TokenizerTest.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aListOfPiecesIsReadAsTheReferenceDoes(@TempDir Path folder) throws IOException {
        assertReads(Tokenizer.read(Fixtures.path("bert/tokenizer")), "bert/tokens.json");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{}");
        Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n山\n");
        assertEquals(512, Tokenizer.read(folder).maxLength());
        Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[MASK]\n山\n");
        assertRefused("[SEP]", folder);
    }

    @Test
    void bytePairsAreReadFromBothFormsOfTheirFiles(@TempDir Path folder) throws IOException {
        Path source = Fixtures.path("bpe");
        assertReads(Tokenizer.read(source), "bpe/tokens.json");
        for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
            Files.copy(source.resolve(file), folder.resolve(file));
        }
        assertReads(Tokenizer.read(folder), "bpe/tokens.json");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b c\n");
        assertRefused("a b c", folder);
        String json = Files.readString(source.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer.json"), json.replace("\"NFC\"", "\"NFKC\""));
        assertRefused("NFKC", folder);
        Files.writeString(folder.resolve("tokenizer.json"), json.replace("RobertaProcessing", "BertProcessing"));
        assertRefused("BertProcessing", folder);
    }

    /// As those of Stable Diffusion 2.
    @Test
    void olderTokenizersFillUpAsTheirMapOfMarksSays(@TempDir Path folder) throws IOException {
        for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
            Files.copy(Fixtures.path("xl/pipeline/tokenizer/" + file), folder.resolve(file));
        }
        String prompt = "a red robe!";
        long[] before = Tokenizer.read(folder).encode(prompt).ids();
        Tokenizer other = Tokenizer.read(Fixtures.path("xl/pipeline/tokenizer_2")); // fills up with `!`
        long[] filled = other.encode(prompt).ids();
        assertFalse(Arrays.equals(before, filled));
        Path map = folder.resolve("special_tokens_map.json");
        for (String padding : List.of("\"!\"", "{\"content\": \"!\", \"lstrip\": false}")) {
            Files.writeString(map, "{\"bos_token\": \"<|startoftext|>\", \"pad_token\": " + padding + "}");
            assertArrayEquals(filled, Tokenizer.read(folder).encode(prompt).ids(), padding);
        }
        Path config = folder.resolve("tokenizer_config.json");
        String older = Files.readString(config);
        Files.writeString(config, older.replaceFirst("\\{", "{\"added_tokens_decoder\": {},"));
        assertArrayEquals(before, Tokenizer.read(folder).encode(prompt).ids());
        Files.writeString(config, older);
        for (String silent : List.of("{}", "{\"pad_token\": null}")) {
            Files.writeString(map, silent);
            assertArrayEquals(before, Tokenizer.read(folder).encode(prompt).ids(), silent);
        }
        Files.writeString(map, "{\"pad_token\": [\"!\"]}");
        assertRefused("pad_token", folder);
        Files.writeString(map, "[]");
        assertRefused("special_tokens_map.json", folder);
        Files.writeString(map, " ".repeat((1 << 20) + 1));
        assertRefused("is larger than 1048576 bytes", folder);
    }

    @Test
    void withOtherPaddingTheFormerIsAWordAgain() throws IOException {
        Tokenizer first = Tokenizer.read(Fixtures.path("xl/pipeline/tokenizer")); // fills up with its closing mark
        Tokenizer second = Tokenizer.read(Fixtures.path("xl/pipeline/tokenizer_2")); // with `!`
        String prompt = "a red robe! <|endoftext|>";
        long[] closed = first.encode(prompt).ids();
        long[] exclaimed = second.encode(prompt).ids();
        assertArrayEquals(
                closed, second.paddedWith("<|endoftext|>").encode(prompt).ids());
        assertArrayEquals(exclaimed, first.paddedWith("!").encode(prompt).ids());
        assertArrayEquals(exclaimed, second.paddedWith("!").encode(prompt).ids());
    }

    @Test
    void learnedWordsAreNotTornWhereAWindowEnds() throws IOException {
        Tokenizer taught = Tokenizer.read(Fixtures.path("xl/pipeline/tokenizer"))
                .withWord("qin", 10_000, 3)
                .withWord("scroll", 20_000, 20);
        assertEquals(18, taught.room());
        var prompt = WeightedText.parse("robe ".repeat(17) + "(qin:1.5) robe");
        Tokenizer.Windows windows = taught.windows(prompt, 3);
        assertEquals(0, windows.cut());
        assertEquals(2, windows.windows().size());
        long[] first = windows.windows().getFirst().ids();
        assertArrayEquals(new long[] {529, 594, 594}, Arrays.copyOfRange(first, 17, 20));
        Tokenizer.Window second = windows.windows().getLast();
        assertArrayEquals(new long[] {593, 10_000, 10_001, 10_002, 529, 594, 594}, Arrays.copyOf(second.ids(), 7));
        assertArrayEquals(new double[] {1, 1.5, 1.5, 1.5, 1, 1}, Arrays.copyOf(second.weights(), 6));
        assertEquals(4, taught.windows(prompt, 1).cut());
        assertEquals(
                0,
                taught.windows(WeightedText.parse("robe ".repeat(15) + "qin"), 1)
                        .cut());

        Tokenizer.Windows torn = taught.windows(WeightedText.parse("robe scroll"), 2); // longer than a window
        assertEquals(20_017, torn.windows().getLast().ids()[1]);
        assertEquals(0, torn.cut());
    }

    @Test
    void aCharacterOfSeveralBytePairsIsTheTextOfTheFirst() throws IOException {
        Tokenizer pairs = Tokenizer.read(Fixtures.path("bpe"));
        List<Tokenizer.Token> shown = pairs.readable(WeightedText.parse("A robe [under] 猫"));
        assertEquals(
                List.of("a", "robe", "under", "猫", "", ""),
                shown.stream().map(Tokenizer.Token::text).toList());
        assertEquals(
                List.of(false, false, false, false, true, true),
                shown.stream().map(Tokenizer.Token::inside).toList());
        assertEquals(1 / 1.1, shown.get(2).weight(), 1e-12);
        for (JsonElement text : Fixtures.json("bpe/tokens.json").getAsJsonArray("texts")) {
            String prompt = text.getAsString();
            var all = pairs.readable(new WeightedText(List.of(new WeightedText.Part(prompt, 1))));
            assertEquals(pairs.tokens(prompt).size() - 2, all.size(), prompt);
        }
    }

    private static void assertRefused(String part, Path folder) {
        var refusal = assertThrows(TokenizerException.class, () -> Tokenizer.read(folder));
        assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.getMessage());
    }

    private static void assertReads(Tokenizer tokenizer, String file) {
        JsonObject expected = Fixtures.json(file);
        for (int i = 0; i < expected.getAsJsonArray("texts").size(); i++) {
            String prompt = expected.getAsJsonArray("texts").get(i).getAsString();
            long[] ids = expected.getAsJsonArray("ids").get(i).getAsJsonArray().asList().stream()
                    .mapToLong(JsonElement::getAsLong)
                    .toArray();
            assertArrayEquals(ids, tokenizer.encode(prompt).ids(), prompt);
        }
    }
}
