package art.pinhua.registry;

import java.util.List;
import java.util.Locale;

/// Python's own format for objects, in which most weights were once passed on: reading one can run any code in it.
final class Pickles {
    static final String REFUSAL =
            "is a pickle, which can run code. Convert it first: in Python, with torch and safetensors.torch,"
                    + " save_file(torch.load(path, weights_only=True), \"model.safetensors\"); of a checkpoint take its"
                    + " [\"state_dict\"]";

    private static final List<String> SUFFIXES = List.of(".ckpt", ".pt", ".pth", ".bin", ".pkl", ".pickle");

    private Pickles() {}

    static boolean named(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(name::endsWith);
    }
}
