package art.pinhua.generation;

import art.pinhua.platform.Ids;
import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Has the engine free the memory of its models when an operator needs it for something else.
@ApplicationScoped
class EngineMemory {
    private static final Logger LOG = Logger.getLogger(EngineMemory.class);

    private final Engine engine;
    private final Ids ids;
    private final AuditLog audit;
    private final String role;
    private final AtomicBoolean asked = new AtomicBoolean();

    EngineMemory(Engine engine, Ids ids, AuditLog audit, @ConfigProperty(name = "pinhua.role") String role) {
        this.engine = engine;
        this.ids = ids;
        this.audit = audit;
        this.role = role;
    }

    /// Answers at once: the pictures under way come first, and nobody's request should last as long as they do. What is
    /// noted is the order. Asked again meanwhile, it changes nothing.
    void free() {
        long pid = engine.pid().orElseThrow(() -> absent(role, "No engine holds a model yet."));
        if (asked.compareAndSet(false, true)) {
            try {
                QuarkusTransaction.requiringNew().run(() -> audit.record("engine.unload-asked", pid, Map.of()));
                Thread.ofVirtual().name("engine-unload").start(() -> unload(pid));
            } catch (RuntimeException unnoted) {
                asked.set(false);
                throw unnoted;
            }
        }
    }

    /// @param otherwise why, where engines are at home
    static ProblemException absent(String role, String otherwise) {
        return role.equals("web")
                ? new ProblemException(
                        GenerationProblem.ENGINE_ELSEWHERE, "This process serves pages; engines run in the workers.")
                : new ProblemException(GenerationProblem.NO_ENGINE, otherwise);
    }

    private void unload(long pid) {
        try {
            engine.unload(ids.next().toString(), pid)
                    .ifPresentOrElse(
                            freed -> LOG.infof("the engine freed %d MiB of weights", freed.bytes() >> 20),
                            () -> LOG.info("the engine that was to free its memory is gone, and its memory with it"));
        } catch (EngineGone | Engine.Refused e) {
            LOG.warnf("the engine did not free its memory: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            asked.set(false);
        }
    }
}
