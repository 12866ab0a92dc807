package art.pinhua.training.fuzz;

import art.pinhua.training.contract.WireException;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.text.TokenizerException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// What Jazzer calls with ever new bytes, one reader a process. A reader takes them or refuses them in
/// its own words; anything else that it throws is a finding.
public final class FuzzTarget {
    /// Characters: a refusal is read by people, and kept.
    private static final int LONGEST_REFUSAL = 4_000;

    private static ReaderKind kind = ReaderKind.SAFETENSORS;
    private static Path folder = Path.of("");

    private FuzzTarget() {}

    /// @param arguments the kind, and an empty folder to write into
    public static void fuzzerInitialize(String[] arguments) throws IOException {
        kind = ReaderKind.valueOf(arguments[0]);
        folder = Path.of(arguments[1]);
        Readings.lay(kind, folder);
    }

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        refusal(kind, data, folder);
    }

    /// Reads bytes.
    /// @param folder which [Readings#lay] has prepared
    /// @return why they were refused; nothing where they were taken
    static Optional<Exception> refusal(ReaderKind kind, byte[] data, Path folder) throws IOException {
        try {
            kind.read(data, folder);
            return Optional.empty();
        } catch (InvalidFileException
                | NoSuchFileException
                | UnsupportedModelException
                | TokenizerException
                | WireException refused) {
            int length = String.valueOf(refused.getMessage()).length();
            if (length > LONGEST_REFUSAL) {
                throw new IllegalStateException("a refusal of " + length + " characters", refused);
            }
            return Optional.of(refused);
        }
    }
}
