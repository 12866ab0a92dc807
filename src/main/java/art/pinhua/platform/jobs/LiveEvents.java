package art.pinhua.platform.jobs;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Streams of events that people follow. They end when the application stops, since an open one would hold
/// the shutdown up.
///
/// What they tell is read from rows, so it does not matter which process works.
@Singleton
public class LiveEvents {
    private static final int BUFFER = 256;

    private final Set<MultiEmitter<?>> ending = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /// The stream, ended when the application stops.
    public <T> Multi<T> untilShutdown(Multi<T> stream) {
        return Multi.createFrom()
                .emitter(
                        listener -> {
                            ending.add(listener);
                            var source = stream.subscribe().with(listener::emit, listener::fail, listener::complete);
                            listener.onTermination(() -> {
                                ending.remove(listener);
                                source.cancel();
                            });
                            if (stopped) {
                                listener.complete();
                            }
                        },
                        BUFFER);
    }

    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        end();
    }

    void stop(@Observes ShutdownEvent event) {
        end();
    }

    private void end() {
        stopped = true;
        ending.forEach(MultiEmitter::complete);
    }
}
