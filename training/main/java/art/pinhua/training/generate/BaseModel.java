package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.InvalidFileException;
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
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A pipeline folder in memory: configurations, and weights by key, which it owns.
public record BaseModel(
        Path folder,
        Tokenizer tokenizer,
        ClipTextConfig textConfig,
        UNetConfig unetConfig,
        AutoencoderConfig autoencoderConfig,
        ScheduleConfig schedule,
        Map<String, NDArray> textWeights,
        Map<String, NDArray> unetWeights,
        Map<String, NDArray> autoencoderWeights)
        implements AutoCloseable {

    /// @throws IOException when a file is missing or damaged
    /// @throws art.pinhua.training.model.UnsupportedModelException when a setting is not computed here
    public static BaseModel read(Tensors tensors, Path folder) throws IOException {
        var text = ClipTextConfig.parse(json(folder.resolve("text_encoder/config.json")));
        var unet = UNetConfig.parse(json(folder.resolve("unet/config.json")));
        var autoencoder = AutoencoderConfig.parse(json(folder.resolve("vae/config.json")));
        var schedule = ScheduleConfig.parse(Files.readString(folder.resolve("scheduler/scheduler_config.json")));
        var tokenizer = Tokenizer.read(folder.resolve("tokenizer"));
        return new BaseModel(
                folder,
                tokenizer,
                text,
                unet,
                autoencoder,
                schedule,
                weights(tensors, folder.resolve("text_encoder"), "model", ClipTextEncoder::currentNames),
                weights(tensors, folder.resolve("unet"), "diffusion_pytorch_model", Function.identity()),
                weights(tensors, folder.resolve("vae"), "diffusion_pytorch_model", Autoencoder::currentNames));
    }

    /// The networks over these weights, or over the given ones in their place.
    public Networks networks(Tensors tensors, Map<String, NDArray> text, Map<String, NDArray> unet) {
        return new Networks(
                tokenizer,
                ClipTextEncoder.of(tensors, textConfig, text, Map.of()),
                UNet.of(tensors, unetConfig, unet, Map.of()),
                Autoencoder.of(tensors, autoencoderConfig, autoencoderWeights),
                schedule);
    }

    private static JsonObject json(Path file) throws IOException {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new InvalidFileException(file, "not a JSON object", e);
        }
    }

    private static Map<String, NDArray> weights(
            Tensors tensors,
            Path part,
            String stem,
            Function<Map<String, NDArray>, ? extends Map<String, NDArray>> rename)
            throws IOException {
        for (String end : List.of(".safetensors", ".fp16.safetensors")) {
            Path file = part.resolve(stem + end);
            if (Files.exists(file)) {
                try (var stored = Safetensors.open(file)) {
                    return rename.apply(Weights.load(tensors, stored));
                }
            }
        }
        throw new NoSuchFileException(part.resolve(stem + ".safetensors").toString());
    }

    @Override
    public void close() {
        List.of(textWeights, unetWeights, autoencoderWeights)
                .forEach(weights -> weights.values().forEach(NDArray::close));
    }
}
