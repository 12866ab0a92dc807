package art.pinhua.generation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A pipeline folder with everything the registry reads and nothing an engine could draw with.
public final class TestPipeline {
    private TestPipeline() {}

    /// 64 pixels, six parameters. Another `word`, another digest.
    public static Path write(Path folder, String word) {
        return write(folder, word, 16);
    }

    /// @param side of its latents, a quarter of its pictures'
    public static Path write(Path folder, String word, int side) {
        try {
            Files.createDirectories(folder.resolve("unet"));
            Files.createDirectories(folder.resolve("vae"));
            Files.writeString(folder.resolve("model_index.json"), "{\"_class_name\":\"" + word + "\"}");
            Files.writeString(folder.resolve("unet/config.json"), "{\"sample_size\":" + side + "}");
            Files.writeString(folder.resolve("vae/config.json"), "{\"block_out_channels\":[8,8,8]}");
            byte[] header = "{\"w\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[0,12]}}"
                    .getBytes(StandardCharsets.UTF_8);
            var file = ByteBuffer.allocate(Long.BYTES + header.length + 12).order(ByteOrder.LITTLE_ENDIAN);
            file.putLong(header.length).put(header);
            Files.write(folder.resolve("unet/diffusion_pytorch_model.safetensors"), file.array());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
