package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.lora.Adapters;
import art.pinhua.training.lora.Lora;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A base model with adapters worked into copies of the weights they change. Sampling then costs what it costs
/// without an adapter, and the base's own weights stay as they are, for other versions to share.
/// @param own arrays that belong to this version alone
record AdaptedModel(Networks networks, List<NDArray> own) implements AutoCloseable {

    /// @param adapters their effects add up
    static AdaptedModel of(Tensors tensors, BaseModel base, List<ModelSource.Adapter> adapters) throws IOException {
        try (Adapters loaded = load(tensors, base, adapters)) {
            var own = new ArrayList<NDArray>();
            var text = changed(tensors, base.textWeights(), loaded.of(Part.TEXT_ENCODER), own);
            var unet = changed(tensors, base.unetWeights(), loaded.of(Part.UNET), own);
            return new AdaptedModel(base.networks(tensors, text, unet), own);
        }
    }

    private static Adapters load(Tensors tensors, BaseModel base, List<ModelSource.Adapter> adapters)
            throws IOException {
        var files = new ArrayList<Adapters.Strength>();
        try {
            for (ModelSource.Adapter adapter : adapters) {
                files.add(new Adapters.Strength(open(base, Path.of(adapter.file())), adapter.strength()));
            }
            return Adapters.load(tensors, files);
        } finally {
            files.forEach(strength -> strength.file().close());
        }
    }

    /// The file, matched with the layers of the base model.
    static AdapterFile open(BaseModel base, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new EngineFault(EngineFailure.ADAPTER_NOT_FOUND, "There is no adapter file " + file);
        }
        try {
            return AdapterFile.open(file, base.adaptable());
        } catch (InvalidFileException e) {
            throw new EngineFault(EngineFailure.ADAPTER_UNUSABLE, Faults.message(e), e);
        }
    }

    /// The weights of one network, those with an adapter replaced by changed copies.
    private static Map<String, NDArray> changed(
            Tensors tensors, Map<String, NDArray> weights, Map<String, Lora> adapters, List<NDArray> own) {
        var changed = new LinkedHashMap<>(weights);
        adapters.forEach((path, lora) -> {
            NDArray weight = Objects.requireNonNull(weights.get(path + ".weight"), path);
            NDArray copy = tensors.step(false, () -> tensors.keep(lora.addedTo(weight)));
            changed.put(path + ".weight", copy);
            own.add(copy);
        });
        return changed;
    }

    @Override
    public void close() {
        own.forEach(NDArray::close);
    }
}
