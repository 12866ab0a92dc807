package art.pinhua.training.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Where learned words stand in a prompt: in any case, but not inside other words. The engine reads prompts by
/// this rule, and whoever asks it knows by the same one which words a prompt calls for.
public final class PromptWords {
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

    /// The longest word that begins here and is no part of a longer one, or the empty text.
    public static String at(String prompt, int at, Collection<String> words) {
        String longest = "";
        for (String word : words) {
            if (word.length() > longest.length()
                    && prompt.regionMatches(true, at, word, 0, word.length())
                    && !joined(prompt, at)
                    && !joined(prompt, at + word.length())) {
                longest = word;
            }
        }
        return longest;
    }

    /// Whether a word goes on across this place.
    private static boolean joined(String prompt, int at) {
        return at > 0 && at < prompt.length() && isWord(prompt.charAt(at - 1)) && isWord(prompt.charAt(at));
    }

    private static boolean isWord(char c) {
        return c == '_' || c < 0x2E80 && Character.isLetterOrDigit(c); // Han characters have no spaces between words
    }
}
