package art.pinhua.training.io;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Recognises weight files of other kinds by their first bytes, to refuse them with advice. They are never opened:
/// pickles can run code.
final class ForeignFormat {
    private ForeignFormat() {}

    /// @param start the first nine bytes of the file, or eight if it has no more. A safetensors file has its
    ///              length in
    ///              the first eight, which may look like anything, and `{` in the ninth
    static void refuse(Path file, ByteBuffer start) throws InvalidFileException {
        if (start.remaining() > 8 && start.get(8) == '{') {
            return;
        }
        int first = start.get(0) & 0xff;
        int second = start.get(1) & 0xff;
        if (first == 0x80 && second >= 2 && second <= 5) {
            throw new InvalidFileException(file, "a pickle, which can run code. Convert it to safetensors first");
        }
        if (first == 'P' && second == 'K' && start.get(2) == 3 && start.get(3) == 4) {
            throw new InvalidFileException(
                    file, "a zip archive, perhaps a PyTorch checkpoint. Convert it to safetensors first");
        }
        if (first == 'G' && second == 'G' && start.get(2) == 'U' && start.get(3) == 'F') {
            throw new InvalidFileException(file, "a GGUF file. Only safetensors weights are supported");
        }
    }
}
