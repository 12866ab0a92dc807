package art.pinhua.training.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/// Text to words as BERT does it: clean, set Han characters apart, strip accents, lowercase, then split at
/// spaces and around punctuation. Rules as in huggingface/tokenizers `normalizers/bert.rs` and
/// `pre_tokenizers/bert.rs`.
/// @param clean        drop control characters, make every white space a blank
/// @param apartHan     make every Han character a word of its own
/// @param stripAccents é to e
record BertText(boolean clean, boolean apartHan, boolean stripAccents, boolean lowercase) implements Words {

    @Override
    public List<String> words(String text) {
        return split(normalize(text));
    }

    private String normalize(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (!clean) {
                appendHanApart(out, c);
            } else if (isWhitespace(c)) {
                out.append(' ');
            } else if (c != 0 && c != 0xFFFD && !isControl(c)) {
                appendHanApart(out, c);
            }
        });
        String stripped = stripAccents ? withoutAccents(out) : out.toString();
        return lowercase ? Words.lowercase(stripped) : stripped;
    }

    private void appendHanApart(StringBuilder out, int c) {
        if (apartHan && isHan(c)) {
            out.append(' ').appendCodePoint(c).append(' ');
        } else {
            out.appendCodePoint(c);
        }
    }

    private static String withoutAccents(CharSequence text) {
        var out = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static List<String> split(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean mark = isPunctuation(c);
            if ((mark || isWhitespace(c)) && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
            if (mark) {
                words.add(Character.toString(c));
            } else if (!isWhitespace(c)) {
                word.appendCodePoint(c);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isWhitespace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int c) {
        boolean ascii =
                (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
        return ascii
                || switch (Character.getType(c)) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION -> true;
                    default -> false;
                };
    }

    /// The reference's ranges, with its gap from 2B820 to 2B91F.
    private static boolean isHan(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F)
                || (c >= 0x2B740 && c <= 0x2B81F)
                || (c >= 0x2B920 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }
}
