package art.pinhua.training.generate;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/// The files of `parity/`: a pipeline of random weights in ordinary layout, and what a reference computes with it.
final class MicroPipeline {
    static final Path FOLDER = resource("/parity/pipeline");

    private MicroPipeline() {}

    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(MicroPipeline.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
