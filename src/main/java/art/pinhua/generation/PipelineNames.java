package art.pinhua.generation;

import art.pinhua.platform.sql.SqlFailure;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// What pipelines in memory are called. A base model keeps its name and its place, so each is looked up once.
final class PipelineNames {
    private final Function<Set<Path>, Map<Path, String>> registry;
    private final Map<Path, String> known = new ConcurrentHashMap<>();

    /// @param registry the names of those that it knows; may fail as the database does
    PipelineNames(Function<Set<Path>, Map<Path, String>> registry) {
        this.registry = registry;
    }

    /// Asks the registry, once for all of them, what it has not told before.
    void learn(Collection<Path> pipelines) {
        var unknown = new HashSet<>(pipelines);
        unknown.removeAll(known.keySet());
        if (unknown.isEmpty()) {
            return;
        }
        try {
            known.putAll(registry.apply(unknown));
        } catch (SqlFailure away) {
            // they are shown by their places, and asked for again the next time
        }
    }

    /// As the registry has it, or else where it lies.
    String of(Path pipeline) {
        return known.getOrDefault(pipeline, String.valueOf(pipeline.getFileName()));
    }
}
