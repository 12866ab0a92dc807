package art.pinhua;

import art.pinhua.demo.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// PostgreSQL's programs, unpacked once for all tests: that takes longer than making a cluster and
/// starting its server. Those who look at a fresh installation let it unpack its own.
public final class ServerPrograms {
    private ServerPrograms() {}

    /// A data folder whose installation finds its server's programs unpacked.
    public static Path sharedBy(Path data) throws IOException {
        sharedByCluster(data.resolve("pg"));
        return data;
    }

    /// The same for the folder of a cluster alone.
    public static Path sharedByCluster(Path cluster) throws IOException {
        var programs = cluster.resolve("bin");
        if (!Files.exists(programs)) {
            var shared = Files.createDirectories(Repository.root().resolve("src/target/server-programs"));
            Files.createDirectories(cluster);
            Files.createSymbolicLink(programs, shared);
        }
        return cluster;
    }
}
