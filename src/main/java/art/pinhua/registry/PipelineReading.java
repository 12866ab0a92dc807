package art.pinhua.registry;

import art.pinhua.training.contract.SamplingSettings;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// What can be told of a pipeline folder without the engine: size of its images, parameters, identity by content.
/// The folder is one that the operator trusts; of one from outside only the digest is taken here, and the engine
/// tells the rest.
/// @param predictionType what its denoiser predicts, in the engine's words; empty if the files say nothing
record PipelineReading(int width, int height, long parameters, String predictionType, ModelDigest digest) {
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int LONGEST_CONFIG = 1 << 20;
    /// The networks that pictures are drawn with, and what their weights are called.
    private static final Map<String, String> NETWORKS = Map.of(
            "text_encoder", "model",
            "text_encoder_2", "model",
            "unet", "diffusion_pytorch_model",
            "vae", "diffusion_pytorch_model");

    /// Layers of a CLIP whose configuration does not say how many.
    private static final int CLIP_LAYERS = 12;

    private static final List<String> VARIANTS = List.of("", ".fp16");
    private static final ObjectMapper JSON = new ObjectMapper();

    static PipelineReading of(Path folder) {
        if (!Files.isRegularFile(folder.resolve("model_index.json"))) {
            throw new ModelRefused(folder + " holds no model_index.json.");
        }
        try {
            JsonNode unet = config(folder.resolve("unet/config.json"));
            JsonNode autoencoder = config(folder.resolve("vae/config.json"));
            int levels = autoencoder.path("block_out_channels").size();
            int latentSize = unet.path("sample_size").asInt();
            if (levels < 1 || latentSize < 1) {
                throw damaged(folder, "unet/config.json names no sample_size or vae/config.json no block_out_channels");
            }
            int pixels = latentSize << (levels - 1);
            return new PipelineReading(
                    pixels, pixels, parametersOf(folder), predictionType(folder), ModelDigest.of(folder));
        } catch (JsonProcessingException e) {
            throw damaged(folder, e.getOriginalMessage());
        } catch (IOException e) {
            throw damaged(folder, e.toString());
        }
    }

    /// What `model_index.json` says the folder is, empty where it says nothing.
    static String pipelineClass(Path folder) {
        try {
            return config(folder.resolve("model_index.json"))
                    .path("_class_name")
                    .asText();
        } catch (IOException e) {
            throw damaged(folder, "model_index.json cannot be read");
        }
    }

    /// How many layers at the end of its text encoders can be left out, as the engine would tell it; empty where no
    /// configuration says.
    static OptionalInt mostClipSkip(Path folder) {
        var texts = Stream.of("text_encoder", "text_encoder_2")
                .map(name -> folder.resolve(name).resolve("config.json"))
                .filter(Files::isRegularFile)
                .toList();
        int most = SamplingSettings.MOST_CLIP_SKIP;
        try {
            for (Path each : texts) {
                JsonNode text = config(each);
                boolean bert = text.path("model_type").asText().equals("bert");
                int layers = bert ? 0 : text.path("num_hidden_layers").asInt(CLIP_LAYERS);
                most = Math.min(most, layers - texts.size()); // with two, the last is left out anyway
            }
        } catch (IOException e) {
            throw damaged(folder, "the configuration of a text encoder cannot be read");
        }
        return texts.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Math.max(0, most));
    }

    private static String predictionType(Path folder) throws IOException {
        Path file = folder.resolve("scheduler/scheduler_config.json");
        if (!Files.isRegularFile(file)) {
            return "";
        }
        JsonNode scheduler = config(file);
        String type = scheduler.path("prediction_type").asText("epsilon");
        if (!type.equals("v_prediction")) {
            return type;
        }
        return scheduler.path("rescale_betas_zero_snr").asBoolean() ? "velocity_zero_snr" : "velocity";
    }

    private static JsonNode config(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_CONFIG + 1);
            if (bytes.length > LONGEST_CONFIG) {
                throw new IOException(file + " is longer than a configuration, " + LONGEST_CONFIG + " bytes");
            }
            return JSON.readTree(bytes);
        }
    }

    private static ModelRefused damaged(Path folder, String why) {
        return new ModelRefused(folder + ": " + why + ".");
    }

    /// Of the networks that pictures are drawn with, from the files that the engine reads. Beside them lie safety
    /// checkers, and the same weights again in half precision or as they were before averaging.
    private static long parametersOf(Path folder) throws IOException {
        long sum = 0;
        for (var network : NETWORKS.entrySet()) {
            for (Path file : weights(folder.resolve(network.getKey()), network.getValue())) {
                sum += parameters(file);
            }
        }
        return sum;
    }

    /// The plain file, the half-precision one, or the parts that an index lists.
    private static List<Path> weights(Path network, String stem) throws IOException {
        for (String variant : VARIANTS) {
            Path single = network.resolve(stem + variant + ".safetensors");
            if (Files.isRegularFile(single)) {
                return List.of(single);
            }
        }
        for (String variant : VARIANTS) {
            Path index = network.resolve(stem + ".safetensors.index" + variant + ".json");
            if (Files.isRegularFile(index)) {
                return config(index)
                        .path("weight_map")
                        .valueStream()
                        .map(JsonNode::asText)
                        .distinct()
                        .map(network::resolve)
                        .toList();
            }
        }
        return List.of();
    }

    /// Sums the shapes in the header of a safetensors file, which is never in memory as a whole.
    private static long parameters(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] size = in.readNBytes(Long.BYTES);
            long length = size.length < Long.BYTES
                    ? -1
                    : ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < 2 || length > LONGEST_HEADER || length > Files.size(file) - Long.BYTES) {
                throw new IOException(file.getFileName() + " is no safetensors file");
            }
            try (var header = JSON.createParser(in)) {
                return parameters(header);
            }
        } catch (ArithmeticException e) {
            throw new IOException(file.getFileName() + " names impossible shapes", e);
        }
    }

    private static long parameters(JsonParser header) throws IOException {
        long sum = 0;
        do {
            var token = header.nextToken();
            if (token == JsonToken.FIELD_NAME
                    && header.currentName().equals("shape")
                    && header.nextToken() == JsonToken.START_ARRAY) {
                long product = 1;
                while (header.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                    product = Math.multiplyExact(product, header.getLongValue());
                }
                sum = Math.addExact(sum, product);
            }
        } while (!header.getParsingContext().inRoot()); // the weights follow
        return sum;
    }
}
