package art.pinhua.fault;

import art.pinhua.ServerPrograms;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One PostgreSQL for all houses of this JVM.
final class Servers {
    private static @Nullable EmbeddedPostgres server;

    private Servers() {}

    static synchronized EmbeddedPostgres in(Path target) throws IOException {
        if (server == null) {
            var folder = Files.createTempDirectory(target, "faults-server");
            server = EmbeddedPostgres.start(ServerPrograms.sharedByCluster(folder));
        }
        return server;
    }
}
