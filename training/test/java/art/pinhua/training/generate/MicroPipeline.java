package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.AutoencoderConfig;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.noise.ScheduleConfig;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import art.pinhua.training.text.Tokenizer;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

final class MicroPipeline {
    private MicroPipeline() {}

    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(MicroPipeline.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Networks load(Tensors tensors) throws IOException {
        Path folder = resource("/parity/pipeline");
        return new Networks(
                Tokenizer.read(folder.resolve("tokenizer")),
                ClipTextEncoder.of(
                        tensors,
                        ClipTextConfig.parse(json(folder.resolve("text_encoder/config.json"))),
                        ClipTextEncoder.currentNames(
                                weights(tensors, folder.resolve("text_encoder/model.safetensors"))),
                        Map.of()),
                UNet.of(
                        tensors,
                        UNetConfig.parse(json(folder.resolve("unet/config.json"))),
                        weights(tensors, folder.resolve("unet/diffusion_pytorch_model.safetensors")),
                        Map.of()),
                Autoencoder.of(
                        tensors,
                        AutoencoderConfig.parse(json(folder.resolve("vae/config.json"))),
                        weights(tensors, folder.resolve("vae/diffusion_pytorch_model.safetensors"))),
                ScheduleConfig.parse(Files.readString(folder.resolve("scheduler/scheduler_config.json"))));
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static Map<String, NDArray> weights(Tensors tensors, Path file) throws IOException {
        try (var stored = Safetensors.open(file)) {
            return Weights.load(tensors, stored);
        }
    }
}
