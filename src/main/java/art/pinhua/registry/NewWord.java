package art.pinhua.registry;

import art.pinhua.platform.problem.ProblemException;
import java.util.UUID;
import java.util.regex.Pattern;

/// A learned word whose file already lies among the blobs.
/// @param tokens vectors that stand for it
record NewWord(UUID baseModelId, String word, String sha256, int tokens) {
    /// A word must be told from what people write around it: the signs of weights, their numbers, commas, spaces.
    private static final Pattern WORD =
            Pattern.compile("(?U)(?=.*\\p{L})(?!\\s)[^\\p{C}()\\[\\]:,\\\\（）：，]{1,60}(?<!\\s)");

    /// @throws ProblemException for what prompts cannot call a word
    static String checked(String name) {
        if (!WORD.matcher(name).matches()) {
            throw ProblemException.invalid(
                    "name", "must be a word of 1 to 60 characters, with a letter and without ( ) [ ] : , and \\");
        }
        return name;
    }
}
