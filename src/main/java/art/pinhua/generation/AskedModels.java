package art.pinhua.generation;

import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.ModelSource;
import org.jspecify.annotations.Nullable;

/// Whether an engine may hold more than one model, by what it was asked for since it began, or since it
/// was told to free them all. It may have dropped some by itself.
final class AskedModels {
    private @Nullable ModelSource latest;
    private boolean several;

    synchronized void note(EngineRequest request) {
        switch (request) {
            case EngineRequest.Generate generate -> note(generate.model());
            case EngineRequest.Load load -> note(load.model());
            case EngineRequest.Unload unload -> {
                if (unload.pipeline() == null) {
                    latest = null;
                    several = false;
                }
            }
            default -> {} // nothing is loaded for it
        }
    }

    private void note(ModelSource model) {
        several |= latest != null && !latest.equals(model);
        latest = model;
    }

    synchronized boolean several() {
        return several;
    }
}
