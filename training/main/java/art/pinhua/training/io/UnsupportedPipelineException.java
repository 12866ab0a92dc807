package art.pinhua.training.io;

import java.nio.file.Path;

/// A sound pipeline folder of a kind that is not computed here: another pipeline class or another network class.
public final class UnsupportedPipelineException extends InvalidFileException {
    private static final long serialVersionUID = 1;

    UnsupportedPipelineException(Path file, String fault) {
        super(file, fault);
    }
}
