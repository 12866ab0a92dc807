package art.pinhua.registry;

import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.PeftAdapter;
import art.pinhua.training.io.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Adapters as peft saves them, in two files.
final class TestPairs {
    static final String LAYER = "base_model.model.mid_block.attentions.0.proj_in";
    static final String CONFIG = "{\"r\": 2, \"lora_alpha\": 6}";

    private TestPairs() {}

    /// Of one layer. Folders of other names give other bytes.
    static Path write(Path folder, String config) throws IOException {
        Files.createDirectory(folder);
        Safetensors.write(
                folder.resolve(PeftAdapter.TENSORS),
                List.of(matrix("A", 2, 8), matrix("B", 8, 2)),
                Map.of("of", String.valueOf(folder.getFileName())));
        Files.writeString(folder.resolve(PeftAdapter.CONFIG), config);
        return folder;
    }

    private static Safetensors.Tensor matrix(String name, int rows, int columns) {
        return new Safetensors.Tensor(
                LAYER + ".lora_" + name + ".weight",
                ElementType.F32,
                List.of((long) rows, (long) columns),
                ByteBuffer.allocate(Float.BYTES * rows * columns));
    }
}
