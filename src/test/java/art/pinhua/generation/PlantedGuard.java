package art.pinhua.generation;

import art.pinhua.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Generations that a test shuts from everybody's eyes.
@Singleton
public class PlantedGuard implements ImageGuard {
    final Set<UUID> shut = ConcurrentHashMap.newKeySet();

    @Override
    public void check(UUID generationId) {
        if (shut.contains(generationId)) {
            throw ProblemException.notFound("generation", generationId);
        }
    }
}
