package art.pinhua.training.generate;

import art.pinhua.training.contract.EngineRequest;
import java.util.concurrent.CancellationException;

/// A request on its way through the engine, and whether its sender has given it up.
final class Job {
    private final String id;
    private final EngineRequest request;
    private volatile boolean cancelled;

    Job(String id, EngineRequest request) {
        this.id = id;
        this.request = request;
    }

    String id() {
        return id;
    }

    EngineRequest request() {
        return request;
    }

    void cancel() {
        cancelled = true;
    }

    /// @throws CancellationException after [#cancel]
    void goOn() {
        if (cancelled) {
            throw new CancellationException(id);
        }
    }
}
