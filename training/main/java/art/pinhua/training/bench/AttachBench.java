package art.pinhua.training.bench;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunConfig.LoraTarget;
import art.pinhua.training.generate.ModelShelf;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder;
import art.pinhua.training.lora.LoraParameters;
import art.pinhua.training.measure.Rounds;
import art.pinhua.training.measure.TemporaryFolder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An adapter laid over a model that is in memory, and taken away again: from the request to networks that draw with
/// it.
final class AttachBench {
    private static final int RANK = 16;

    private final EngineBench.Setting setting;
    private final StringBuilder rows = new StringBuilder();

    AttachBench(EngineBench.Setting setting) {
        this.setting = setting;
    }

    /// Adds a row.
    void measure(Tensors tensors, Precision precision) throws IOException {
        try (var folder = TemporaryFolder.make("pinhua-adapter");
                var shelf = new ModelShelf(tensors, 2, precision)) { // the bare model, and one with an adapter
            Path file = folder.path().resolve("adapter.safetensors");
            write(tensors, file);
            var attached = new ArrayList<Double>();
            var removed = new ArrayList<Double>();
            for (int round = 0; round <= setting.rounds(); round++) {
                double off = milliseconds(tensors, shelf, List.of());
                var adapter = new ModelSource.Adapter(file.toString(), .5 + .01 * round);
                double on = milliseconds(tensors, shelf, List.of(adapter));
                if (round > 0) { // the first time the model itself is read
                    attached.add(on);
                    removed.add(off);
                }
            }
            rows.append(String.format(
                    Locale.ROOT,
                    "| %s | **%.0f** (%.0f–%.0f) | %.0f |%n",
                    precision,
                    Rounds.median(attached),
                    Collections.min(attached),
                    Collections.max(attached),
                    Rounds.median(removed)));
        }
    }

    /// Everything that a run of the product trains.
    private void write(Tensors tensors, Path file) throws IOException {
        var unet =
                UNetConfig.parse(PipelineFiles.open(Path.of(setting.pipeline())).config(PipelineFolder.Network.UNET));
        var config = new RunConfig.Lora(RANK, RANK, List.of(LoraTarget.values()));
        var lora = LoraParameters.fresh(tensors, config, UNet.shapes(unet), 1);
        AdapterFile.write(file, lora.changes(tensors, lora.parameters(), ElementType.F16), Map.of());
        lora.adapters().values().forEach(each -> each.arrays().forEach(NDArray::close));
    }

    private double milliseconds(Tensors tensors, ModelShelf shelf, List<ModelSource.Adapter> adapters)
            throws IOException {
        var source = new ModelSource(setting.pipeline(), adapters);
        long began = System.nanoTime();
        shelf.painter(source);
        tensors.step(false, () -> tensors.value(tensors.scalar(0))); // a GPU answers when it has done all before
        return (System.nanoTime() - began) / 1e6;
    }

    /// @return Markdown
    String table() {
        return """
                | an adapter of rank %d, ms, median | laid over (smallest–largest) | taken away |
                |---|---|---|
                %s""".formatted(RANK, rows);
    }
}
