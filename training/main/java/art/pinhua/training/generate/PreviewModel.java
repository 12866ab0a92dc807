package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.io.TinyFiles;
import art.pinhua.training.model.TinyDecoder;
import art.pinhua.training.model.TinyDecoderConfig;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tiny autoencoder's decoder in memory, whose weights it owns: fp32, for it costs little.
record PreviewModel(TinyDecoderConfig config, Map<String, NDArray> weights) implements AutoCloseable {

    /// The one that lies with a model, null where there is none. Call it outside a step, or the step closes the
    /// weights.
    static @Nullable PreviewModel of(Tensors tensors, Path model) throws IOException {
        Optional<TinyFiles> files = TinyFiles.of(model);
        if (files.isEmpty()) {
            return null;
        }
        TinyDecoderConfig config = config(files.get());
        try (var stored = Safetensors.open(files.get().weights())) {
            return new PreviewModel(
                    config,
                    Weights.channelsLast(tensors, Weights.load(tensors, TinyDecoder.currentNames(stored.tensors()))));
        }
    }

    /// The configuration of the one that lies with a model, null where there is none. Reads no weight.
    /// @throws art.pinhua.training.model.UnsupportedModelException when its weights do not fit
    static @Nullable TinyDecoderConfig config(Path model) throws IOException {
        Optional<TinyFiles> files = TinyFiles.of(model);
        return files.isEmpty() ? null : config(files.get());
    }

    private static TinyDecoderConfig config(TinyFiles files) throws IOException {
        JsonObject json = files.config();
        var config = json == null ? TinyDecoderConfig.TAESD : TinyDecoderConfig.parse(json);
        try (var stored = Safetensors.open(files.weights())) {
            var tensors = TinyDecoder.currentNames(stored.tensors());
            TinyDecoder.requireFit(config, WeightShapes.of("tiny autoencoder", tensors));
        }
        return config;
    }

    TinyDecoder network(Tensors tensors) {
        return TinyDecoder.of(tensors, config, weights);
    }

    @Override
    public void close() {
        weights.values().forEach(NDArray::close);
    }
}
