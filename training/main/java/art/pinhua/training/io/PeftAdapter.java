package art.pinhua.training.io;

import art.pinhua.training.contract.FileDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An adapter as peft saves it by itself: the tensors in one file, their scale in another beside it.
/// Joined, both are one file that needs nothing beside it.
public final class PeftAdapter {
    public static final String TENSORS = "adapter_model.safetensors";
    public static final String CONFIG = PeftSettings.CONFIG;

    /// The note in a joined file that names what it was made of.
    public static final String MADE_OF = "pinhua.made_of";

    private static final List<String> DOWN = List.of(".lora_A.weight", ".lora_A.default.weight");

    private PeftAdapter() {}

    /// Whether a folder holds both files.
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(TENSORS)) && Files.isRegularFile(folder.resolve(CONFIG));
    }

    /// Writes both files of a folder as one, in which the alpha of each layer is a tensor beside its
    /// matrices. Equal files give equal bytes.
    /// @param goOn called all along; an exception of its ends the work and leaves no file
    /// @return what the file was made of, with digests; it is noted in the file, too
    /// @throws InvalidFileException naming what is wrong with either
    public static String join(Path folder, Path to, Runnable goOn) throws IOException {
        Path stored = folder.resolve(TENSORS);
        try (Safetensors file = Safetensors.openSmall(stored)) {
            PeftSettings settings = PeftSettings.beside(stored);
            var tensors = new LinkedHashMap<>(file.tensors());
            for (Safetensors.Tensor tensor : file.tensors().values()) {
                String layer = layer(tensor.name());
                if (layer != null && !tensor.shape().isEmpty()) {
                    String name = layer + ".alpha";
                    tensors.putIfAbsent(
                            name, number(name, settings.alpha(tensor.shape().getFirst())));
                }
            }
            String madeOf = "%s sha256:%s, %s sha256:%s"
                    .formatted(
                            TENSORS, FileDigest.of(stored, goOn), CONFIG, FileDigest.of(folder.resolve(CONFIG), goOn));
            var notes = new TreeMap<>(file.metadata());
            notes.put(MADE_OF, madeOf);
            Safetensors.write(to, tensors.values(), notes, goOn);
            return madeOf;
        }
    }

    /// The layer whose first matrix this is.
    private static @Nullable String layer(String tensor) {
        for (String suffix : DOWN) {
            if (tensor.endsWith(suffix)) {
                return tensor.substring(0, tensor.length() - suffix.length());
            }
        }
        return null;
    }

    private static Safetensors.Tensor number(String name, double value) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return new Safetensors.Tensor(
                name, ElementType.F32, List.of(), bytes.putFloat((float) value).flip());
    }
}
