package art.pinhua.platform.jobs;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Events for listeners in this process, by topic (usually a subject's id). Nothing is kept: who listens late
/// reads rows.
///
/// Streams end when the application stops, since an open one would hold the shutdown up.
@Singleton
public class LiveEvents {
    private static final int BUFFER = 256;

    private final ConcurrentHashMap<UUID, Set<MultiEmitter<? super Object>>> listeners = new ConcurrentHashMap<>();
    private final Set<MultiEmitter<?>> ending = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    public void publish(UUID topic, Object event) {
        for (var listener : listeners.getOrDefault(topic, Set.of())) {
            listener.emit(event);
        }
    }

    /// Events of one type on a topic, until the subscriber leaves or the application stops. A subscriber that
    /// falls 256 events behind is cut off; it reconnects.
    public <T> Multi<T> of(UUID topic, Class<T> type) {
        return Multi.createFrom()
                .<Object>emitter(listener -> listen(topic, listener), BUFFER)
                .filter(type::isInstance)
                .map(type::cast);
    }

    /// Any other stream, ended when the application stops.
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

    private void listen(UUID topic, MultiEmitter<? super Object> listener) {
        listeners.compute(topic, (id, present) -> {
            var set = present == null ? ConcurrentHashMap.<MultiEmitter<? super Object>>newKeySet() : present;
            set.add(listener);
            return set;
        });
        listener.onTermination(() -> listeners.computeIfPresent(topic, (id, set) -> {
            set.remove(listener);
            return set.isEmpty() ? null : set;
        }));
        if (stopped) {
            listener.complete();
        }
    }

    private void end() {
        stopped = true;
        listeners.values().forEach(set -> set.forEach(MultiEmitter::complete));
        ending.forEach(MultiEmitter::complete);
    }
}
