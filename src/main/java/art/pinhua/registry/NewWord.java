package art.pinhua.registry;

import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.contract.PromptWords;
import java.text.Normalizer;
import java.util.UUID;
import java.util.regex.Pattern;

/// A learned word whose file already lies among the blobs.
/// @param tokens vectors that stand for it
record NewWord(UUID baseModelId, String word, String sha256, int tokens) {
    /// A word must be told from what people write around it: the signs of weights, their numbers, commas, spaces. And
    /// nothing of it may be invisible.
    private static final Pattern WORD =
            Pattern.compile("(?U)(?=.*\\p{L})(?!\\s)[^\\p{C}\\p{Zl}\\p{Zp}()\\[\\]:,\\\\（）：，]{1,60}(?<!\\s)");

    /// The word in the form that is kept (NFC).
    /// @throws ProblemException for what prompts cannot call a word
    static String checked(String name) {
        String word = Normalizer.normalize(name, Normalizer.Form.NFC);
        if (!WORD.matcher(word).matches()) {
            throw ProblemException.invalid(
                    "name",
                    "must be a word of 1 to 60 characters, with a letter and without ( ) [ ] : , \\ （ ） ： ， and without"
                            + " line breaks, control and format characters");
        }
        return word;
    }

    /// The same for words that prompts cannot tell apart.
    String folded() {
        return PromptWords.fold(word);
    }
}
