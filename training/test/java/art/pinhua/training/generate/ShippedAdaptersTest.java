package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.lora.LoraParameters;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Adapters of the models that the product begins with, whatever layers these have.
class ShippedAdaptersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"models/starter-64", "models/starter-128"})
    void anAdapterThatHasLearntNothingChangesNothing(String model) throws IOException {
        var files = PipelineFiles.open(Path.of(model));
        Path file = folder.resolve("adapter.safetensors");
        try (Tensors tensors = Tensors.cpu(1);
                var shelf = new ModelShelf(tensors, 2, Precision.FP32)) {
            var shapes = UNet.shapes(UNetConfig.parse(files.config(Network.UNET)));
            var config = new RunConfig.Lora(4, 4, List.of(RunConfig.LoraTarget.values()));
            var lora = LoraParameters.fresh(tensors, config, shapes, 1);
            AdapterFile.write(file, lora.changes(tensors, lora.parameters(), ElementType.F16), Map.of());
            try (AdapterFile opened = AdaptedModel.open(BaseModel.adaptable(files), file.toString())) {
                assertEquals(lora.adapters().size(), opened.changes().size());
            }
            var bare = drawn(shelf, new ModelSource(model, List.of()));
            var adapter = new ModelSource.Adapter(file.toString(), 1);
            assertArrayEquals(bare, drawn(shelf, new ModelSource(model, List.of(adapter))));
        }
    }

    private static byte[] drawn(ModelShelf shelf, ModelSource source) throws IOException {
        var request = new PictureRequest("夜空下穿红色长袍的人", "", List.of(1L), 2, 3, SamplerKind.DDIM, 64, 64);
        return shelf.painter(source)
                .draw(request, PictureListener.NONE)
                .pictures()
                .getFirst()
                .rgb();
    }
}
