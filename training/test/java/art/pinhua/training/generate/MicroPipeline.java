package art.pinhua.training.generate;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/// The files of `parity/`: a pipeline of random weights in ordinary layout, and what a reference computes with it.
final class MicroPipeline {
    static final Path FOLDER = resource("/parity/pipeline");

    private MicroPipeline() {}

    /// A copy that a test may change.
    static Path copied(Path to) throws IOException {
        return copied(FOLDER, to);
    }

    /// A copy of another folder, likewise.
    static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
        return to;
    }

    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(MicroPipeline.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
