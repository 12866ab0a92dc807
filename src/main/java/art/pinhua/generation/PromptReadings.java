package art.pinhua.generation;

import art.pinhua.platform.Ids;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.ModelFiles;
import art.pinhua.registry.Registry;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// How a model reads a prompt, as the engine tells it in the middle of a picture too. No engine is started for it.
@Singleton
class PromptReadings {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Engine engine;
    private final Registry registry;
    private final ModelFiles files;
    private final Ids ids;
    private final String role;

    PromptReadings(
            Engine engine,
            Registry registry,
            ModelFiles files,
            Ids ids,
            @ConfigProperty(name = "pinhua.role") String role) {
        this.engine = engine;
        this.registry = registry;
        this.files = files;
        this.ids = ids;
        this.role = role;
    }

    /// With the learned words that a generation of this prompt would have.
    /// @param modelVersionId without one, the version served now
    EngineAnswer.Encoded read(@Nullable UUID modelVersionId, String prompt) {
        if (engine.pid().isEmpty()) { // before anything is looked up: people ask while they type
            throw EngineMemory.absent(role, "The engine rests; the next picture starts it.");
        }
        var version = modelVersionId == null ? registry.serving().modelVersion() : registry.version(modelVersionId);
        String text = Wishes.composed(prompt);
        List<UUID> words = WordsInForce.in(
                Stream.of(text), registry.wordsInForce(version.baseModel().id()));
        String id = ids.next().toString();
        var request = new EngineRequest.Encode(id, files.source(version.id(), List.of(), words), text);
        try {
            return engine.encode(request, PATIENCE)
                    .orElseThrow(() -> EngineMemory.absent(role, "The engine does not answer; try again in a moment."));
        } catch (Engine.Refused e) {
            throw new ProblemException(GenerationProblem.PROMPT_UNREAD, e.code + ": " + e.getMessage());
        }
    }
}
