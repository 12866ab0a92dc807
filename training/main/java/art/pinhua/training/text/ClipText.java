package art.pinhua.training.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text to words as CLIP does it: composed, in lower case, then runs of letters, single digits, runs of other signs
/// and the short endings of English, each written with one letter per byte of UTF-8 (Radford et al., GPT-2, 2019, whose
/// letters these are).
record ClipText() implements Words {
    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final char[] LETTERS = letters();

    @Override
    public List<String> words(String text) {
        var words = new ArrayList<String>();
        Matcher matcher =
                WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            var word = new StringBuilder();
            for (byte each : matcher.group().getBytes(StandardCharsets.UTF_8)) {
                word.append(LETTERS[each & 0xFF]);
            }
            words.add(word.toString());
        }
        return words;
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
