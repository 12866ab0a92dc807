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
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// How a model reads a prompt, as the engine tells it in the middle of a picture too. No engine is started for it.
@Singleton
class PromptReadings {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// At once, of all people: an engine reads one after the other, and pages have other things to ask.
    private static final int MOST = 4;

    private final Semaphore places = new Semaphore(MOST);

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
        if (!places.tryAcquire()) {
            throw unread("Other prompts are being read; try again in a moment.");
        }
        try {
            return readNow(modelVersionId, prompt);
        } catch (Engine.Refused e) {
            throw unread(e.code + ": " + e.getMessage());
        } finally {
            places.release();
        }
    }

    private EngineAnswer.Encoded readNow(@Nullable UUID modelVersionId, String prompt) {
        var version = modelVersionId == null ? registry.serving().modelVersion() : registry.version(modelVersionId);
        String text = Wishes.composed(prompt);
        var known = registry.wordsInForce(version.baseModel().id());
        List<UUID> words = WordsInForce.in(text, known);
        var request = new EngineRequest.Encode(ids.next().toString(), files.texts(version, words), text);
        return engine.encode(request, PATIENCE)
                .orElseThrow(() -> unread("The engine does not answer; try again in a moment."));
    }

    private static ProblemException unread(String why) {
        return new ProblemException(GenerationProblem.PROMPT_UNREAD, why);
    }
}
