package art.pinhua.generation;

import art.pinhua.platform.Ids;
import art.pinhua.platform.SystemPart;
import art.pinhua.training.contract.EngineAnswer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// How the engine does. One that is away is started by the next request, so it never makes the site unready.
@Singleton
class EnginePart implements SystemPart {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Engine engine;
    private final Ids ids;
    /// Shown while the engine is too busy to answer within a moment.
    private volatile EngineAnswer.@Nullable Health last;

    EnginePart(Engine engine, Ids ids) {
        this.engine = engine;
        this.ids = ids;
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public State state() {
        var greeting = engine.greeting();
        if (greeting.isPresent()) {
            return running(greeting.get());
        }
        last = null;
        return engine.trouble()
                .map(reason -> State.down("No engine: " + reason + ". The next request starts another."))
                .orElseGet(State::idle);
    }

    private State running(EngineAnswer.Ready greeting) {
        engine.health(ids.next().toString(), PATIENCE).ifPresent(health -> last = health);
        var figures = new ArrayList<Figure>();
        figures.add(Figure.text("runtime", greeting.engine()));
        figures.add(Figure.text("device", greeting.device()));
        figures.add(Figure.count("threads", greeting.threads()));
        var health = last;
        if (health != null) {
            figures.add(Figure.count("models", health.models().size()));
            figures.add(Figure.bytes("memory", health.residentBytes()));
            figures.add(Figure.count("arrays", health.arrays()));
        }
        return new State(Condition.UP, "libtorch " + greeting.libtorch(), figures, null);
    }
}
