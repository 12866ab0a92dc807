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
        return known.isEmpty()
                ? request
                : request.with(in(Stream.of(request.prompt(), request.negativePrompt()), known));
    }

    /// Those that stand in the prompts, likewise.
    static List<UUID> in(Stream<String> prompts, Map<String, UUID> known) {
        var words = prompts.flatMap(text -> PromptWords.find(text, known.keySet()).stream())
                .map(PromptWords.Found::word)
                .distinct()
                .sorted()
                .map(known::get)
                .toList();
        if (words.size() > MOST) {
            throw ProblemException.invalid(
                    "prompt",
                    "and negative prompt have %d learned words, at most %d are taken at once"
                            .formatted(words.size(), MOST));
        }
        return words;
    }
}
