package art.pinhua.training.generate;

import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.parity.Fixtures;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The micro pipeline of the XL family as a checkpoint in one file.
final class XlSingleFile {
    /// What tools leave in such files.
    private static final List<String> LEFT_OVER = List.of(
            "conditioner.embedders.0.logit_scale",
            "conditioner.embedders.0.text_projection",
            "conditioner.embedders.0.transformer.text_projection.weight",
            "conditioner.embedders.1.model.logit_scale",
            "conditioner.embedders.1.model.transformer.text_model.embeddings.position_ids");

    private XlSingleFile() {}

    /// The tensors of the folder under the names of a checkpoint in one file, by the list that the reference's
    /// converters confirmed.
    static List<Safetensors.Tensor> tensors(Path folder) throws IOException {
        var made = new ArrayList<Safetensors.Tensor>();
        for (var entry : Fixtures.json("xl/original.json").entrySet()) {
            JsonObject source = entry.getValue().getAsJsonObject();
            List<String> parts = source.has("stacked")
                    ? source.getAsJsonArray("stacked").asList().stream()
                            .map(JsonElement::getAsString)
                            .toList()
                    : List.of(source.get("of").getAsString());
            byte[] bytes = new byte[0];
            List<Long> shape = List.of();
            for (String part : parts) {
                Safetensors.Tensor tensor = stored(folder, part);
                byte[] more = new byte[tensor.bytes().remaining()];
                tensor.bytes().get(more);
                byte[] joined = Arrays.copyOf(bytes, bytes.length + more.length);
                System.arraycopy(more, 0, joined, bytes.length, more.length);
                bytes = joined;
                shape = new ArrayList<>(tensor.shape());
                shape.set(0, shape.getFirst() * parts.size());
            }
            if (source.has("transposed")) {
                bytes = transposed(bytes, shape.get(0).intValue(), shape.get(1).intValue());
                shape = shape.reversed();
            }
            if (source.has("shape")) {
                shape = source.getAsJsonArray("shape").asList().stream()
                        .map(JsonElement::getAsLong)
                        .toList();
            }
            made.add(new Safetensors.Tensor(entry.getKey(), ElementType.F16, shape, ByteBuffer.wrap(bytes)));
        }
        for (String name : LEFT_OVER) {
            made.add(new Safetensors.Tensor(name, ElementType.F16, List.of(), ByteBuffer.allocate(2)));
        }
        return made;
    }

    private static byte[] transposed(byte[] halves, int rows, int columns) {
        var turned = new byte[halves.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[2 * (column * rows + row)] = halves[2 * (row * columns + column)];
                turned[2 * (column * rows + row) + 1] = halves[2 * (row * columns + column) + 1];
            }
        }
        return turned;
    }

    private static Safetensors.Tensor stored(Path pipeline, String part) throws IOException {
        int slash = part.indexOf('/');
        Path folder = pipeline.resolve(part.substring(0, slash));
        try (var files = Files.newDirectoryStream(folder, "*.safetensors");
                Safetensors file = Safetensors.open(files.iterator().next())) {
            Safetensors.Tensor tensor = file.tensors().get(part.substring(slash + 1));
            if (tensor == null) {
                throw new AssertionError("no tensor " + part);
            }
            byte[] copy = new byte[tensor.bytes().remaining()];
            tensor.bytes().get(copy);
            return new Safetensors.Tensor(tensor.name(), tensor.type(), tensor.shape(), ByteBuffer.wrap(copy));
        }
    }
}
