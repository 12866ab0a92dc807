package art.pinhua.platform.jobs;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Work that may be silent for five seconds.
@Singleton
public class PlantedImpatience implements JobWork {
    static final String KIND = "planted-impatience";

    final Map<UUID, PlantedWork.Course> courses = new ConcurrentHashMap<>();

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<Duration> patience() {
        return Optional.of(Duration.ofSeconds(5));
    }

    @Override
    public void run(RunningJob job) throws Exception {
        courses.getOrDefault(job.subjectId(), nothing -> {}).run(job);
    }
}
