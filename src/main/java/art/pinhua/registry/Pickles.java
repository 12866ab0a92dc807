package art.pinhua.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Python's own format for objects, in which most weights were once passed on: reading one can run any code in it.
final class Pickles {
    static final String REFUSAL =
            "is a pickle, which can run code. Convert it first: in Python, with torch and safetensors.torch,"
                    + " save_file(torch.load(path, weights_only=True), \"model.safetensors\"); of a checkpoint take its"
                    + " [\"state_dict\"], of a learned word"
                    + " {\"emb_params\": …[\"string_to_param\"][\"*\"].detach()}";

    private static final List<String> SUFFIXES = List.of(".ckpt", ".pt", ".pth", ".bin", ".pkl", ".pickle");

    /// The first byte of a pickle; the second is the number of the protocol.
    private static final byte PROTOCOL = (byte) 0x80;

    private static final int LAST_PROTOCOL = 5;
    private static final int HEADER_BEGINS = 8;

    private Pickles() {}

    /// Whether a file is a pickle, or a zip of them as PyTorch writes checkpoints, whatever its name says.
    static boolean is(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEADER_BEGINS + 1);
        }
        if (head.length < 2) {
            return false;
        }
        // a safetensors file begins with the length of its header, which may have the same first bytes
        boolean header = head.length > HEADER_BEGINS && head[HEADER_BEGINS] == '{';
        boolean pickle = head[0] == PROTOCOL && head[1] >= 2 && head[1] <= LAST_PROTOCOL && !header;
        return pickle || ZipModel.isZip(file) && holdsOne(file);
    }

    private static boolean holdsOne(Path file) {
        try (var archive = ZipDirectory.open(file)) {
            return archive.stream().anyMatch(entry -> named(entry.getName()));
        } catch (IOException e) {
            return false; // whoever unpacks it says what is wrong
        }
    }

    static boolean named(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(name::endsWith);
    }
}
