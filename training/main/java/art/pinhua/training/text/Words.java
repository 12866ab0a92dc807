package art.pinhua.training.text;

import java.util.List;
import java.util.Locale;

/// The first half of a tokenizer: a text to words.
interface Words {
    List<String> words(String text);

    /// A text in small letters, character by character: the reference knows no final sigma.
    static String lowercase(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        return out.toString();
    }
}
