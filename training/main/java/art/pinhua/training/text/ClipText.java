package art.pinhua.training.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text to words as CLIP does it: composed, in lower case, then runs of letters, single digits, runs of other signs
/// and the short endings of English, each written with one letter per byte of UTF-8 (Radford et al., GPT-2, 2019, whose
/// letters these are).
record ClipText() implements Words {
    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final char[] LETTERS = letters();
    private static final Map<Character, Integer> BYTES = bytes();

    @Override
    public List<String> words(String text) {
        var words = new ArrayList<String>();
        Matcher matcher = WORD.matcher(Words.lowercase(Normalizer.normalize(text, Normalizer.Form.NFC)));
        while (matcher.find()) {
            var word = new StringBuilder();
            for (byte each : matcher.group().getBytes(StandardCharsets.UTF_8)) {
                word.append(LETTERS[each & 0xFF]);
            }
            words.add(word.toString());
        }
        return words;
    }

    /// What the pieces of a word say, one for one. A character whose bytes are apart is in the piece that begins it.
    static List<String> texts(List<String> pieces) {
        var texts = new ArrayList<ByteArrayOutputStream>();
        int beginning = 0;
        for (String piece : pieces) {
            texts.add(new ByteArrayOutputStream());
            for (int i = 0; i < piece.length(); i++) {
                int each = BYTES.getOrDefault(piece.charAt(i), (int) '?');
                if ((each & 0xC0) != 0x80) { // not a later byte of a character
                    beginning = texts.size() - 1;
                }
                texts.get(beginning).write(each);
            }
        }
        return texts.stream()
                .map(bytes -> bytes.toString(StandardCharsets.UTF_8))
                .toList();
    }

    private static Map<Character, Integer> bytes() {
        var bytes = new HashMap<Character, Integer>();
        for (int i = 0; i < LETTERS.length; i++) {
            bytes.put(LETTERS[i], i);
        }
        return Map.copyOf(bytes);
    }

    /// Printable bytes stand for themselves, the others for the letters from 256 on.
    private static char[] letters() {
        var letters = new char[256];
        int next = 256;
        for (int i = 0; i < letters.length; i++) {
            boolean printable = i >= '!' && i <= '~' || i >= 0xA1 && i <= 0xAC || i >= 0xAE;
            letters[i] = (char) (printable ? i : next++);
        }
        return letters;
    }
}
