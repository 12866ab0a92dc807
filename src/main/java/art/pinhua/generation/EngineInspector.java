package art.pinhua.generation;

import art.pinhua.platform.Ids;
import art.pinhua.platform.jobs.RunningJob;
import art.pinhua.registry.ModelInspector;
import art.pinhua.registry.ModelRefused;
import art.pinhua.registry.UsualSampling;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import jakarta.enterprise.context.ApplicationScoped;

/// Has the engine itself read model files before they become known.
@ApplicationScoped
class EngineInspector implements ModelInspector {
    private final Engine engine;
    private final Ids ids;

    EngineInspector(Engine engine, Ids ids) {
        this.engine = engine;
        this.ids = ids;
    }

    @Override
    public Pipeline pipeline(String path, RunningJob job) throws InterruptedException {
        String id = ids.next().toString();
        var found = ask(id, new EngineRequest.Inspect(id, path), EngineAnswer.Inspected.class, job);
        return new Pipeline(
                found.pipelineClass(),
                found.parameterCount(),
                found.width(),
                found.height(),
                found.predictionType(),
                UsualSampling.of(found.sampling()),
                found.layersDigest(),
                found.mostClipSkip());
    }

    @Override
    public Adapter adapter(String file, String pipeline, RunningJob job) throws InterruptedException {
        String id = ids.next().toString();
        var found =
                ask(id, new EngineRequest.InspectAdapter(id, file, pipeline), EngineAnswer.AdapterInspected.class, job);
        return new Adapter(
                found.rank(), found.alpha(), found.parameterCount(), found.targetModules(), found.metadata());
    }

    @Override
    public Word word(String file, String pipeline, RunningJob job) throws InterruptedException {
        String id = ids.next().toString();
        var found = ask(id, new EngineRequest.InspectWord(id, file, pipeline), EngineAnswer.WordInspected.class, job);
        return new Word(found.tokens());
    }

    private <A extends EngineAnswer> A ask(String id, EngineRequest request, Class<A> kind, RunningJob job)
            throws InterruptedException {
        try {
            return engine.ask(id, request, kind, job::stillWanted, answer -> {
                if (answer instanceof EngineAnswer.Progress progress) {
                    job.progress(progress.step(), progress.steps(), "");
                }
            });
        } catch (Engine.Refused e) {
            throw new ModelRefused(e.code + ": " + e.getMessage(), e);
        }
    }
}
