package art.pinhua.generation;

import art.pinhua.platform.Ids;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.registry.PipelineInspector;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import jakarta.enterprise.context.ApplicationScoped;

/// Has the engine itself read a pipeline folder before it becomes a base model.
@ApplicationScoped
class EngineInspector implements PipelineInspector {
    private final Engine engine;
    private final Ids ids;

    EngineInspector(Engine engine, Ids ids) {
        this.engine = engine;
        this.ids = ids;
    }

    @Override
    public void inspect(String folder) {
        String id = ids.next().toString();
        try {
            engine.ask(id, new EngineRequest.Inspect(id, folder), EngineAnswer.Inspected.class);
        } catch (Engine.Refused e) {
            throw new ProblemException(GenerationProblem.PIPELINE_REFUSED, e.code + ": " + e.getMessage());
        } catch (EngineGone e) {
            throw new ProblemException(GenerationProblem.ENGINE_UNAVAILABLE, e.getMessage() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(GenerationProblem.ENGINE_UNAVAILABLE, "The application is shutting down.");
        }
    }
}
