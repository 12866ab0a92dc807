package art.pinhua.platform.jobs;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kinds of work this build knows. Two works of one name stop the start.
@Singleton
class JobWorks {
    private final Map<String, JobWork> byKind;

    JobWorks(@All List<JobWork> works) {
        byKind = works.stream().collect(Collectors.toUnmodifiableMap(JobWork::kind, Function.identity()));
    }

    Set<String> kinds() {
        return byKind.keySet();
    }

    JobWork named(String kind) {
        var work = byKind.get(kind);
        if (work == null) {
            throw new IllegalStateException("no work of kind " + kind + "; known: " + byKind.keySet());
        }
        return work;
    }
}
