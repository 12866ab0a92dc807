package art.pinhua.platform.jobs;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Work whose course the test writes.
@Singleton
public class PlantedWork implements JobWork {
    static final String KIND = "planted";

    interface Course {
        void run(RunningJob job) throws Exception;
    }

    final Map<UUID, Course> courses = new ConcurrentHashMap<>();
    final Queue<Job> ended = new ConcurrentLinkedQueue<>();
    final Queue<UUID> clearedAway = new ConcurrentLinkedQueue<>();

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void run(RunningJob job) throws Exception {
        courses.getOrDefault(job.subjectId(), nothing -> {}).run(job);
    }

    @Override
    public void clearAway(Job job) {
        clearedAway.add(job.id());
    }

    @Override
    public void ended(Job job) {
        ended.add(job);
    }

    long endings(UUID job) {
        return ended.stream().filter(end -> end.id().equals(job)).count();
    }
}
