package art.pinhua.generation;

import art.pinhua.platform.jobs.JobPriority;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The engine as the application sees it: asked one thing after the other, started when needed, replaced when it dies.
@ApplicationScoped
class Engine {
    private static final long PAUSE_MILLIS = 250;
    private static final int MOST_DOUBLINGS = 7;

    private final EngineSettings settings;
    private final Turns turns = new Turns();
    private volatile @Nullable EngineProcess process;
    private volatile @Nullable String notStarted;
    private volatile boolean leaving;
    private int failures; // written in a turn only

    Engine(EngineSettings settings) {
        this.settings = settings;
    }

    /// The engine read the request and cannot do it; asking again changes nothing.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final EngineFailure code;

        Refused(EngineFailure code, String message) {
            super(message);
            this.code = code;
        }
    }

    /// Draws pictures and reports every answer on the way, on the caller's thread.
    /// Of the requests that wait, the one in the greatest hurry goes first.
    /// @param request its id is used once only: an earlier request may still be on its way to its end
    /// @param wanted  asked several times a second, before and while it is drawn; once it says no, the
    ///                request is cancelled
    /// @return empty when it was cancelled
    Optional<EngineAnswer.Done> generate(
            EngineRequest.Generate request, JobPriority hurry, BooleanSupplier wanted, Consumer<EngineAnswer> watch)
            throws InterruptedException {
        return converse(request.id(), request, hurry, wanted, watch).map(EngineAnswer.Done.class::cast);
    }

    /// Asks for one answer of a kind.
    <A extends EngineAnswer> A ask(String id, EngineRequest request, Class<A> kind) throws InterruptedException {
        return ask(id, request, kind, () -> true, progress -> {});
    }

    /// As above, for long work that tells how far it is.
    /// @throws Refused also when it was cancelled
    <A extends EngineAnswer> A ask(
            String id, EngineRequest request, Class<A> kind, BooleanSupplier wanted, Consumer<EngineAnswer> watch)
            throws InterruptedException {
        return converse(id, request, JobPriority.WAITED_FOR, wanted, watch)
                .map(kind::cast)
                .orElseThrow(() -> new Refused(EngineFailure.REQUEST_INVALID, "it was cancelled"));
    }

    private Optional<EngineAnswer> converse(
            String id, EngineRequest request, JobPriority hurry, BooleanSupplier wanted, Consumer<EngineAnswer> watch)
            throws InterruptedException {
        var turn = turns.take(hurry, wanted);
        if (turn.isEmpty()) {
            return Optional.empty();
        }
        try (var taken = turn.get()) {
            var running = running(wanted);
            return running.isEmpty() ? Optional.empty() : converse(running.get(), id, request, wanted, watch);
        }
    }

    /// Called by the holder of the turn.
    private Optional<EngineAnswer> converse(
            EngineProcess engine,
            String id,
            EngineRequest request,
            BooleanSupplier wanted,
            Consumer<EngineAnswer> watch)
            throws InterruptedException {
        try (var answers = engine.converse(id)) {
            engine.send(request);
            return follow(answers, wanted, watch);
        } catch (InterruptedException | RuntimeException e) {
            engine.cancel(id);
            throw e;
        }
    }

    private Optional<EngineAnswer> follow(
            EngineProcess.Conversation answers, BooleanSupplier wanted, Consumer<EngineAnswer> watch)
            throws InterruptedException {
        var patience = new EngineProcess.Patience(settings.silence(), settings.stepWithin());
        while (true) {
            EngineAnswer answer = answers.next(patience, wanted);
            switch (answer) {
                case EngineAnswer.Progress progress -> watch.accept(progress);
                case EngineAnswer.Preview preview -> watch.accept(preview);
                case EngineAnswer.Image image -> watch.accept(image);
                case EngineAnswer.Failed failed -> throw new Refused(failed.code(), failed.message());
                case EngineAnswer.Cancelled cancelled -> {
                    return Optional.empty();
                }
                default -> {
                    failures = 0;
                    return Optional.of(answer);
                }
            }
        }
    }

    /// Frees the memory of all models, after the request that has the turn; no engine is started for it.
    /// @param pid of the engine that is meant
    /// @return empty when that one is gone by then
    Optional<EngineAnswer.Unloaded> unload(String id, long pid) throws InterruptedException {
        BooleanSupplier wanted = () -> !leaving;
        var turn = turns.take(JobPriority.WAITED_FOR, wanted);
        if (turn.isEmpty()) {
            return Optional.empty();
        }
        try (var taken = turn.get()) {
            var engine = current().filter(living -> living.pid() == pid);
            return engine.isEmpty()
                    ? Optional.empty()
                    : converse(engine.get(), id, new EngineRequest.Unload(id, null), wanted, progress -> {})
                            .map(EngineAnswer.Unloaded.class::cast);
        }
    }

    /// Memory figures of a living engine; none while it does not run or does not answer in time.
    Optional<EngineAnswer.Health> health(String id, Duration within) {
        return atOnce(id, new EngineRequest.Health(id), EngineAnswer.Health.class, within);
    }

    /// What a living engine could compute on; likewise.
    Optional<EngineAnswer.Devices> devices(String id, Duration within) {
        return atOnce(id, new EngineRequest.Devices(id), EngineAnswer.Devices.class, within);
    }

    /// How a model reads a prompt; likewise.
    /// @throws Refused when the engine cannot tell
    Optional<EngineAnswer.Encoded> encode(EngineRequest.Encode request, Duration within) {
        var answer = atOnce(request.id(), request, EngineAnswer.class, within);
        if (answer.orElse(null) instanceof EngineAnswer.Failed failed) {
            throw new Refused(failed.code(), failed.message());
        }
        return answer.map(EngineAnswer.Encoded.class::cast);
    }

    /// For what is answered in the middle of a picture too.
    private <A extends EngineAnswer> Optional<A> atOnce(
            String id, EngineRequest request, Class<A> kind, Duration within) {
        return current().flatMap(engine -> {
            try (var answers = engine.converse(id)) {
                engine.send(request);
                return answers.nextWithin(within).filter(kind::isInstance).map(kind::cast);
            } catch (EngineGone e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        });
    }

    /// Of the living process.
    Optional<Long> pid() {
        return current().map(EngineProcess::pid);
    }

    /// What the living process said of itself when it started.
    Optional<EngineAnswer.Ready> greeting() {
        return current().flatMap(EngineProcess::greeting);
    }

    /// Whether the living process may hold more than one model.
    boolean mayHoldSeveral() {
        return current().filter(EngineProcess::mayHoldSeveral).isPresent();
    }

    /// Why there is none although one was asked for; the next request starts another one.
    Optional<String> trouble() {
        var reason = notStarted;
        if (reason != null) {
            return Optional.of(reason);
        }
        return process != null && current().isEmpty()
                ? Optional.of("the engine ended; the log says why it ended")
                : Optional.empty();
    }

    private Optional<EngineProcess> current() {
        return Optional.ofNullable(process).filter(EngineProcess::isAlive);
    }

    /// The living engine, or a new one; called by the holder of the turn. After each death the next start waits longer.
    /// @return empty once it is no longer wanted
    private Optional<EngineProcess> running(BooleanSupplier wanted) throws InterruptedException {
        Optional<EngineProcess> living = current();
        if (living.isPresent()) {
            return living;
        }
        if (leaving) {
            throw new EngineGone("the application is shutting down");
        }
        if (failures > 0) {
            for (int pauses = 1 << Math.min(failures, MOST_DOUBLINGS); pauses > 0; pauses--) {
                if (!wanted.getAsBoolean()) {
                    return Optional.empty();
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        try {
            var started = EngineProcess.start(
                    command(), Map.of("DJL_CACHE_DIR", absolute(settings.cache())), settings.startWithin(), wanted);
            if (started.isPresent()) {
                failures++; // until it has served somebody
                process = started.get();
                notStarted = null;
            }
            return started;
        } catch (EngineGone gone) {
            failures++;
            notStarted = gone.getMessage();
            throw gone;
        }
    }

    private List<String> command() {
        String java = settings.java()
                .orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        var command = new ArrayList<>(List.of(
                java,
                "-Xmx" + settings.heap(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dai.djl.offline=true",
                "-Djava.awt.headless=true",
                "-Dpinhua.engine.device=" + settings.device(),
                "-Dpinhua.engine.threads=" + settings.threads(),
                "-Dpinhua.engine.precision=" + settings.precision().name().toLowerCase(Locale.ROOT)));
        settings.memory().ifPresent(mebibytes -> command.add("-Dpinhua.engine.memory=" + mebibytes));
        command.addAll(List.of("-cp", settings.classPath().replace(':', File.pathSeparatorChar), settings.mainClass()));
        return command;
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }

    void stop(@Observes ShutdownEvent event) {
        leaving = true;
        current().ifPresent(EngineProcess::close);
    }
}
