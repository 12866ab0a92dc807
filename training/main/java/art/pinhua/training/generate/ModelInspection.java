package art.pinhua.training.generate;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.PipelineFolder;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Looks at model files before they are let in: everything is read as for drawing, then closed again.
public final class ModelInspection {
    private ModelInspection() {}

    static EngineAnswer.Inspected inspect(Tensors tensors, EngineRequest.Inspect request) throws IOException {
        Path folder = Path.of(request.pipeline());
        JsonObject index = index(folder);
        try (BaseModel base = BaseModel.read(tensors, folder)) {
            Networks networks = base.networks(tensors);
            Map<String, Long> parameters = new TreeMap<>(Map.of(
                    "text_encoder", count(base.textWeights()),
                    "unet", count(base.unetWeights()),
                    "vae", count(base.autoencoderWeights())));
            return new EngineAnswer.Inspected(
                    request.id(),
                    index.get("_class_name").getAsString(),
                    parts(index),
                    parameters,
                    parameters.values().stream().mapToLong(Long::longValue).sum(),
                    networks.nativeSize(),
                    networks.nativeSize(),
                    networks.autoencoder().config().latentChannels(),
                    networks.autoencoder().config().factor(),
                    networks.tokenizer().maxLength(),
                    networks.schedule().prediction().name().toLowerCase(Locale.ROOT),
                    digest(folder));
        }
    }

    private static JsonObject index(Path folder) throws IOException {
        Path file = folder.resolve("model_index.json");
        if (!Files.isRegularFile(file)) {
            throw new EngineFault(EngineFailure.MODEL_NOT_FOUND, "There is no pipeline in " + folder);
        }
        return PipelineFolder.open(folder).index();
    }

    private static Map<String, String> parts(JsonObject index) {
        var parts = new TreeMap<String, String>();
        index.asMap().forEach((part, value) -> {
            if (value instanceof JsonArray pair
                    && pair.size() == 2
                    && pair.get(1).isJsonPrimitive()) {
                parts.put(part, pair.get(1).getAsString());
            }
        });
        return parts;
    }

    private static long count(Map<String, NDArray> weights) {
        return weights.values().stream().mapToLong(NDArray::size).sum();
    }

    static EngineAnswer.AdapterInspected inspectAdapter(Tensors tensors, EngineRequest.InspectAdapter request)
            throws IOException {
        Path file = Path.of(request.file());
        Path folder = Path.of(request.pipeline());
        index(folder);
        try (BaseModel base = BaseModel.read(tensors, folder);
                AdapterFile adapter = AdaptedModel.open(base, file)) {
            return new EngineAnswer.AdapterInspected(
                    request.id(),
                    adapter.changes().size(),
                    (int) adapter.changes().stream()
                            .mapToLong(AdapterFile.Change::rank)
                            .max()
                            .orElse(0),
                    adapter.changes().stream()
                            .mapToLong(change -> size(change.down()) + size(change.up()))
                            .sum(),
                    adapter.metadata(),
                    digestOfFile(file));
        }
    }

    private static long size(Safetensors.Tensor tensor) {
        return tensor.shape().stream().reduce(1L, Math::multiplyExact);
    }

    // ---- digests

    /// SHA-256 over the lines `<SHA-256 of the file>  <path>`, sorted by path.
    public static String digest(Path folder) throws IOException {
        var lines = new StringBuilder();
        try (Stream<Path> tree = Files.walk(folder, 3)) {
            for (Path file :
                    tree.filter(path -> Files.isRegularFile(path)).sorted().toList()) {
                String path = folder.relativize(file).toString();
                lines.append(digestOfFile(file)).append("  ").append(path).append('\n');
            }
        }
        return Engine.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    public static String digestOfFile(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                var digesting = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
