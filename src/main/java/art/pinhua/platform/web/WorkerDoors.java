package art.pinhua.platform.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// A worker has no pages, no API and no sign-in: only health and metrics. Its role in the database could not serve
/// them.
@Singleton
class WorkerDoors {
    private static final int FIRST = 1_200;
    private static final int NOT_FOUND = 404;

    private final boolean worker;

    WorkerDoors(@ConfigProperty(name = "pinhua.role") String role) {
        worker = role.equals("worker");
    }

    void register(@Observes Filters filters) {
        if (worker) {
            filters.register(
                    request -> {
                        if (opens(request.normalizedPath())) {
                            request.next();
                        } else {
                            request.response().setStatusCode(NOT_FOUND).end();
                        }
                    },
                    FIRST);
        }
    }

    static boolean opens(String path) {
        return path.equals("/q/health") || path.startsWith("/q/health/") || path.equals("/q/metrics");
    }
}
