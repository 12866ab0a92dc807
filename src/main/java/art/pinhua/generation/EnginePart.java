package art.pinhua.generation;

import art.pinhua.platform.Ids;
import art.pinhua.platform.SystemPart;
import art.pinhua.registry.ModelFiles;
import art.pinhua.training.contract.EngineAnswer;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the engine does. One that is away is started by the next request, so it never makes the site unready.
@Singleton
class EnginePart implements SystemPart {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Engine engine;
    private final PipelineNames names;
    private final Ids ids;
    /// Shown while the engine is too busy to answer within a moment.
    private volatile EngineAnswer.@Nullable Health last;
    /// Of the same engine, which they do not change for.
    private volatile EngineAnswer.@Nullable Devices devices;

    EnginePart(Engine engine, ModelFiles files, Ids ids) {
        this.engine = engine;
        this.names = new PipelineNames(files::namesAt);
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
        devices = null;
        return absent();
    }

    /// Asks neither the engine nor the registry.
    @Override
    public State outline() {
        return engine.greeting().map(greeting -> State.up(version(greeting))).orElseGet(this::absent);
    }

    private static String version(EngineAnswer.Ready greeting) {
        return "libtorch " + greeting.libtorch();
    }

    private State absent() {
        return engine.trouble()
                .map(reason -> State.down("No engine: " + reason + ". The next request starts another."))
                .orElseGet(State::idle);
    }

    private State running(EngineAnswer.Ready greeting) {
        engine.health(ids.next().toString(), PATIENCE).ifPresent(health -> last = health);
        if (devices == null) {
            engine.devices(ids.next().toString(), PATIENCE).ifPresent(found -> devices = found);
        }
        var figures = new ArrayList<Figure>();
        var listings = new ArrayList<Listing>();
        figures.add(Figure.text("runtime", greeting.engine()));
        figures.add(Figure.text("device", greeting.device()));
        figures.add(Figure.count("threads", greeting.threads()));
        var health = last;
        if (health != null) {
            figures.add(Figure.bytes("memory", health.residentBytes()));
            figures.add(Figure.count("arrays", health.arrays()));
            figures.add(Figure.bytes("weights", weights(health)));
            figures.add(Figure.bytes("budget", health.budget()));
            names.learn(health.models().stream().map(EnginePart::place).toList());
            listings.add(new Listing(
                    "models", health.models().stream().map(this::entry).toList()));
        }
        var found = devices;
        if (found != null) {
            listings.add(new Listing(
                    "devices", found.devices().stream().map(EnginePart::entry).toList()));
        }
        return new State(Condition.UP, version(greeting), figures, listings, null);
    }

    private static long weights(EngineAnswer.Health health) {
        return health.models().stream().mapToLong(EngineAnswer.Held::bytes).sum();
    }

    private Entry entry(EngineAnswer.Held model) {
        return new Entry(
                names.of(place(model)),
                List.of(Figure.bytes("weights", model.bytes()), Figure.count("versions", model.versions())));
    }

    private static Path place(EngineAnswer.Held model) {
        return Path.of(model.pipeline());
    }

    private static Entry entry(EngineAnswer.Device device) {
        return new Entry(
                device.name(),
                List.of(
                        Figure.text("device", device.device()),
                        Figure.bytes("memory", device.memory()),
                        Figure.text("precisions", String.join(", ", device.fast()))));
    }
}
