package art.pinhua.training.contract;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Where learned words stand in a prompt: in any case, but not inside other words. Han and kana are written without
/// spaces, so that a word may begin and end beside them, and one of theirs is found inside any text that has it. The
/// engine reads prompts by this rule, and whoever asks it knows by the same one which words a prompt calls for.
public final class PromptWords {
    /// Letters of kana and Han that Unicode counts to no script.
    private static final String SIGNS = "〆〱〲〳〴〵〼ーｰﾞﾟ";

    private PromptWords() {}

    /// @param at   place of its first character
    /// @param word as it was learned
    public record Found(int at, String word) {}

    /// All of them in order; none reaches into another.
    public static List<Found> find(String prompt, Collection<String> words) {
        var found = new ArrayList<Found>();
        for (int at = 0; at < prompt.length(); ) {
            String word = at(prompt, at, words);
            if (word.isEmpty()) {
                at++;
            } else {
                found.add(new Found(at, word));
                at += word.length();
            }
        }
        return List.copyOf(found);
    }

    /// The longest word that begins here and is no part of a longer one, or the empty text. Of words that differ in
    /// case alone it is the first by its characters.
    public static String at(String prompt, int at, Collection<String> words) {
        String best = "";
        for (String word : words) {
            if (goesBefore(word, best)
                    && prompt.regionMatches(true, at, word, 0, word.length())
                    && !joined(prompt, at)
                    && !joined(prompt, at + word.length())) {
                best = word;
            }
        }
        return best;
    }

    private static boolean goesBefore(String word, String other) {
        return word.length() > other.length() || word.length() == other.length() && word.compareTo(other) < 0;
    }

    /// The same for words that prompts cannot tell apart, and for no others: character by character as
    /// `String.regionMatches` compares them without regard to case. Composed characters must have been composed
    /// before (NFC).
    public static String fold(String word) {
        return word.codePoints()
                .map(Character::toUpperCase)
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Whether a word, or a character with its combining marks, goes on across this place.
    private static boolean joined(String prompt, int at) {
        if (at == 0 || at == prompt.length()) {
            return false;
        }
        int next = prompt.codePointAt(at);
        return isMark(next) || isWord(next) && isWord(before(prompt, at));
    }

    /// The character before this place, without the marks upon it.
    private static int before(String prompt, int at) {
        int character = prompt.codePointBefore(at);
        int from = at - Character.charCount(character);
        while (from > 0 && isMark(character)) {
            character = prompt.codePointBefore(from);
            from -= Character.charCount(character);
        }
        return character;
    }

    private static boolean isWord(int character) {
        return Character.getType(character) == Character.CONNECTOR_PUNCTUATION
                || Character.isLetterOrDigit(character) && !isSpaceless(character);
    }

    private static boolean isSpaceless(int character) {
        UnicodeScript script = UnicodeScript.of(character);
        return script == UnicodeScript.HAN
                || script == UnicodeScript.HIRAGANA
                || script == UnicodeScript.KATAKANA
                || SIGNS.indexOf(character) >= 0;
    }

    private static boolean isMark(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }
}
