package art.pinhua.training.io;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The second text encoder of a checkpoint of the XL family in one file, which has the names and forms of OpenCLIP:
/// query, key and value of a layer are one matrix there, and the projection lies on its side.
final class OpenClipNames {
    static final String PREFIX = "conditioner.embedders.1.model.";

    private static final String PROJECTION = "text_projection";

    /// Numbers of it at most, where the family has 1280 × 1280: it is turned before any shape is
    /// compared.
    private static final int MOST_TURNED = 16 << 20;

    private static final Set<String> WITHOUT_PART = Set.of("logit_scale", "attn_mask");

    /// Of numbers of positions, which ComfyUI leaves under the names of transformers.
    private static final String POSITIONS = "embeddings.position_ids";

    private static final Map<String, String> TOP = Map.of(
            "token_embedding.weight", "embeddings.token_embedding.weight",
            "positional_embedding", "embeddings.position_embedding.weight",
            "ln_final.weight", "final_layer_norm.weight",
            "ln_final.bias", "final_layer_norm.bias",
            "text_projection.weight", "text_projection.weight");
    private static final Map<String, String> IN_LAYER = Map.of(
            "ln_1", "layer_norm1",
            "ln_2", "layer_norm2",
            "mlp.c_fc", "mlp.fc1",
            "mlp.c_proj", "mlp.fc2",
            "attn.out_proj", "self_attn.out_proj");
    private static final Pattern LAYER =
            Pattern.compile("transformer\\.resblocks\\.([0-9]{1,3})\\.(.+?)[._](weight|bias)");
    private static final List<String> JOINED = List.of("q_proj", "k_proj", "v_proj");

    private OpenClipNames() {}

    /// The tensors under the names of transformers, in its forms.
    /// @param strangers gains the names that no such encoder has
    static SequencedMap<String, Safetensors.Tensor> current(
            Path file, Iterable<Safetensors.Tensor> tensors, List<String> strangers) throws InvalidFileException {
        var renamed = new LinkedHashMap<String, Safetensors.Tensor>();
        for (Safetensors.Tensor tensor : tensors) {
            String name = tensor.name().substring(PREFIX.length());
            List<Safetensors.Tensor> parts = current(file, name, tensor);
            if (parts.isEmpty() && !WITHOUT_PART.contains(name) && !name.endsWith(POSITIONS)) {
                strangers.add(tensor.name());
            }
            for (Safetensors.Tensor part : parts) {
                if (renamed.put(part.name(), part) != null) {
                    strangers.add(tensor.name());
                }
            }
        }
        return renamed;
    }

    private static List<Safetensors.Tensor> current(Path file, String name, Safetensors.Tensor tensor)
            throws InvalidFileException {
        String top = TOP.get(name);
        if (top != null) {
            return List.of(named(top, tensor));
        }
        if (name.equals(PROJECTION)) {
            return List.of(named(PROJECTION + ".weight", transposed(file, tensor)));
        }
        Matcher layer = LAYER.matcher(name);
        if (!layer.matches()) {
            return List.of();
        }
        String path = "encoder.layers." + layer.group(1) + ".";
        if (layer.group(2).equals("attn.in_proj")) {
            return split(file, path + "self_attn.", layer.group(3), tensor);
        }
        String part = IN_LAYER.get(layer.group(2));
        return part == null ? List.of() : List.of(named(path + part + "." + layer.group(3), tensor));
    }

    private static Safetensors.Tensor named(String name, Safetensors.Tensor tensor) {
        return new Safetensors.Tensor(name, tensor.type(), tensor.shape(), tensor.bytes());
    }

    /// The three thirds of the rows.
    private static List<Safetensors.Tensor> split(Path file, String path, String leaf, Safetensors.Tensor tensor)
            throws InvalidFileException {
        List<Long> shape = new ArrayList<>(tensor.shape());
        if (shape.isEmpty() || shape.getFirst() % JOINED.size() != 0) {
            throw new InvalidFileException(file, tensor.name() + " has the shape " + shape);
        }
        shape.set(0, shape.getFirst() / JOINED.size());
        int bytes = tensor.bytes().remaining() / JOINED.size();
        var parts = new ArrayList<Safetensors.Tensor>();
        for (int i = 0; i < JOINED.size(); i++) {
            parts.add(new Safetensors.Tensor(
                    path + JOINED.get(i) + "." + leaf,
                    tensor.type(),
                    shape,
                    tensor.bytes().slice(i * bytes, bytes)));
        }
        return parts;
    }

    private static Safetensors.Tensor transposed(Path file, Safetensors.Tensor tensor) throws InvalidFileException {
        int width = tensor.type().bytes();
        int numbers = tensor.bytes().remaining() / width;
        // without a number in it, either side may be of any length
        if (tensor.shape().size() != 2 || numbers < 1 || numbers > MOST_TURNED) {
            throw new InvalidFileException(file, tensor.name() + " has the shape " + tensor.shape());
        }
        int rows = Math.toIntExact(tensor.shape().get(0));
        int columns = Math.toIntExact(tensor.shape().get(1));
        ByteBuffer turned = ByteBuffer.allocateDirect(numbers * width);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                turned.put((column * rows + row) * width, tensor.bytes(), (row * columns + column) * width, width);
            }
        }
        List<Long> shape = List.of((long) columns, (long) rows);
        return new Safetensors.Tensor(tensor.name(), tensor.type(), shape, turned);
    }
}
