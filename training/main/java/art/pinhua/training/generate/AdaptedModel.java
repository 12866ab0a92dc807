package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.util.List;

/// A base model with adapters worked into copies of the weights they change; the base's own weights stay as they are.
/// @param own arrays that belong to this version alone
record AdaptedModel(Networks networks, List<NDArray> own) implements AutoCloseable {

    static AdaptedModel of(Tensors tensors, BaseModel base, List<ModelSource.Adapter> adapters) throws IOException {
        if (!adapters.isEmpty()) {
            throw new EngineFault(EngineFailure.ADAPTER_UNUSABLE, "This engine reads no adapter files");
        }
        return new AdaptedModel(base.networks(tensors, base.textWeights(), base.unetWeights()), List.of());
    }

    @Override
    public void close() {
        own.forEach(NDArray::close);
    }
}
