package art.pinhua.training.io;

import java.io.IOException;
import java.nio.file.Path;

/// A file that is not what it should be: damaged, hostile or of another kind. The message names the file and
/// the fault.
public sealed class InvalidFileException extends IOException permits UnsupportedPipelineException {
    private static final long serialVersionUID = 1;

    public InvalidFileException(Path file, String fault) {
        super(file.getFileName() + ": " + fault);
    }

    public InvalidFileException(Path file, String fault, Throwable cause) {
        super(file.getFileName() + ": " + fault, cause);
    }
}
