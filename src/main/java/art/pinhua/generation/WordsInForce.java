package art.pinhua.generation;

import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.contract.PromptWords;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Which learned words of a base model a request calls for: those that stand in its prompt or its negative prompt. That
/// is written down when pictures are asked for, so what is learned later changes nothing of them.
final class WordsInForce {
    private static final int MOST = 8;

    private WordsInForce() {}

    /// The request with its words, in an order that does not depend on the prompt: the engine keeps a model for each.
    /// @param known words of the base model, with their ids
    /// @throws ProblemException when there are too many of them
    static ImageRequest of(ImageRequest request, Map<String, UUID> known) {
        return known.isEmpty() ? request : request.with(in(request.prompt(), request.negativePrompt(), known));
    }

    /// Those that stand in a prompt by itself, likewise.
    static List<UUID> in(String prompt, Map<String, UUID> known) {
        return in(prompt, "", known);
    }

    private static List<UUID> in(String prompt, String negativePrompt, Map<String, UUID> known) {
        var words = Stream.of(prompt, negativePrompt)
                .flatMap(text -> PromptWords.find(text, known.keySet()).stream())
                .map(PromptWords.Found::word)
                .distinct()
                .sorted()
                .map(known::get)
                .toList();
        if (words.size() > MOST) {
            String counted = negativePrompt.isBlank() ? "has" : "and negative prompt have";
            throw ProblemException.invalid(
                    "prompt",
                    "%s %d learned words, at most %d are taken at once".formatted(counted, words.size(), MOST));
        }
        return words;
    }
}
