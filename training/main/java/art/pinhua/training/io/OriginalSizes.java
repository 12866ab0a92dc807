package art.pinhua.training.io;

import art.pinhua.training.io.PipelineFolder.Network;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The configurations of a checkpoint in one file, read off the shapes of its tensors. What shapes do not say, such as
/// the number of heads, is as in the family: eight heads, or heads 64 wide where projections are linear layers.
final class OriginalSizes {
    private static final int MOST_LEVELS = 8;
    private static final int HEADS = 8;
    private static final int HEAD_WIDTH = 64;

    private static final String TOKENS = "embeddings.token_embedding.weight";

    /// Sizes in pixels that a denoiser of the XL family is told.
    private static final int SIZES = 6;

    private final Path file;
    private final Map<String, Safetensors.Tensor> tensors;

    OriginalSizes(Path file, Map<String, Safetensors.Tensor> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    /// Of all networks that the file holds.
    Map<Network, JsonObject> configs() throws InvalidFileException {
        var configs = new EnumMap<Network, JsonObject>(Network.class);
        boolean xl = tensors.keySet().stream().anyMatch(name -> name.startsWith("conditioner."));
        configs.put(Network.VAE, vae(xl ? 0.13025 : 0.18215));
        configs.put(Network.TEXT_ENCODER, text(xl ? OriginalNames.XL_TEXT : OriginalNames.TEXT));
        JsonObject unet = unet(xl ? 128 : 64);
        if (xl) {
            JsonObject second = openClip();
            configs.put(Network.TEXT_ENCODER_2, second);
            long width = size(OriginalNames.UNET + "label_emb.0.0.weight", 1);
            long sinusoids = width - second.get("projection_dim").getAsLong();
            unet.addProperty("addition_embed_type", "text_time");
            unet.addProperty("addition_time_embed_dim", sinusoids / SIZES);
            unet.addProperty("projection_class_embeddings_input_dim", width);
        }
        configs.put(Network.UNET, unet);
        return configs;
    }

    private JsonObject unet(int sampleSize) throws InvalidFileException {
        int layers = unetLayers();
        var channels = new ArrayList<Long>();
        var attention = new ArrayList<Boolean>();
        for (int level = 0; level < MOST_LEVELS; level++) {
            String block = OriginalNames.UNET + "input_blocks." + (1 + level * (layers + 1));
            if (!tensors.containsKey(block + ".0.in_layers.2.weight")) {
                break;
            }
            channels.add(size(block + ".0.in_layers.2.weight", 0));
            attention.add(tensors.containsKey(block + ".1.norm.weight"));
        }
        String middle = OriginalNames.UNET + "middle_block.1.";
        String transformer = middle + "transformer_blocks.0.attn2.to_k.weight";
        boolean linear = shape(middle + "proj_in.weight").size() == 2;
        var json = new JsonObject();
        json.addProperty("_class_name", "UNet2DConditionModel");
        json.add("block_out_channels", SingleFile.array(channels));
        json.add("down_block_types", SingleFile.array(blocks(attention, "DownBlock2D")));
        json.add("up_block_types", SingleFile.array(blocks(attention.reversed(), "UpBlock2D")));
        json.addProperty("layers_per_block", layers);
        json.addProperty("cross_attention_dim", size(transformer, 1));
        json.add(
                "attention_head_dim",
                SingleFile.array(channels.stream()
                        .map(width -> linear ? Math.max(1, width / HEAD_WIDTH) : HEADS)
                        .toList()));
        json.addProperty("use_linear_projection", linear);
        json.addProperty("in_channels", size(OriginalNames.UNET + "input_blocks.0.0.weight", 1));
        json.addProperty("out_channels", size(OriginalNames.UNET + "out.2.weight", 0));
        json.addProperty("sample_size", sampleSize);
        json.add("transformer_layers_per_block", SingleFile.array(transformers(channels.size(), layers)));
        return json;
    }

    /// Resnets before the first halving.
    private int unetLayers() throws InvalidFileException {
        for (int number = 1; number <= MOST_LEVELS; number++) {
            if (tensors.containsKey(OriginalNames.UNET + "input_blocks." + number + ".0.op.weight")) {
                return number - 1;
            }
        }
        throw new InvalidFileException(file, "the denoiser never halves its input");
    }

    /// Transformer blocks per attention of each level; where a level has none, 1, which plays no part.
    private List<Long> transformers(int levels, int layers) {
        var counts = new ArrayList<Long>();
        for (int level = 0; level < levels; level++) {
            String last =
                    level == levels - 1 ? "middle_block.1." : "input_blocks." + (1 + level * (layers + 1)) + ".1.";
            long count = 0;
            while (tensors.containsKey(OriginalNames.UNET + last + "transformer_blocks." + count + ".norm1.weight")) {
                count++;
            }
            counts.add(Math.max(1, count));
        }
        return counts;
    }

    private static List<String> blocks(List<Boolean> attention, String type) {
        return attention.stream()
                .map(attends -> attends ? "CrossAttn" + type : type)
                .toList();
    }

    private JsonObject vae(double scalingFactor) throws InvalidFileException {
        var channels = new ArrayList<Long>();
        for (int level = 0; level < MOST_LEVELS; level++) {
            String weight = OriginalNames.VAE + "encoder.down." + level + ".block.0.conv1.weight";
            if (tensors.containsKey(weight)) {
                channels.add(size(weight, 0));
            }
        }
        int layers = 0;
        while (tensors.containsKey(OriginalNames.VAE + "encoder.down.0.block." + layers + ".conv1.weight")) {
            layers++;
        }
        var json = new JsonObject();
        json.addProperty("_class_name", "AutoencoderKL");
        json.add("block_out_channels", SingleFile.array(channels));
        json.add("down_block_types", SingleFile.array(Collections.nCopies(channels.size(), "DownEncoderBlock2D")));
        json.add("up_block_types", SingleFile.array(Collections.nCopies(channels.size(), "UpDecoderBlock2D")));
        json.addProperty("layers_per_block", layers);
        json.addProperty("latent_channels", size(OriginalNames.VAE + "post_quant_conv.weight", 0));
        json.addProperty("scaling_factor", scalingFactor);
        json.addProperty("sample_size", 512);
        return json;
    }

    /// The names of NovelAI's checkpoints, and of those made from them, lack `text_model.`.
    private JsonObject text(String prefix) throws InvalidFileException {
        String model = tensors.containsKey(prefix + TOKENS) ? prefix : prefix + "text_model.";
        String tokens = model + TOKENS;
        int layers = 0;
        while (tensors.containsKey(model + "encoder.layers." + layers + ".mlp.fc1.weight")) {
            layers++;
        }
        var json = new JsonObject();
        json.addProperty("model_type", "clip_text_model");
        json.addProperty("vocab_size", size(tokens, 0));
        json.addProperty("hidden_size", size(tokens, 1));
        json.addProperty("intermediate_size", size(model + "encoder.layers.0.mlp.fc1.weight", 0));
        json.addProperty("num_hidden_layers", layers);
        json.addProperty("num_attention_heads", Math.max(1, size(tokens, 1) / HEAD_WIDTH));
        json.addProperty("max_position_embeddings", size(model + "embeddings.position_embedding.weight", 0));
        json.addProperty("hidden_act", "quick_gelu");
        json.addProperty("bos_token_id", size(tokens, 0) - 2);
        json.addProperty("eos_token_id", size(tokens, 0) - 1);
        return json;
    }

    /// The second text encoder of the XL family.
    private JsonObject openClip() throws InvalidFileException {
        String model = OpenClipNames.PREFIX;
        int layers = 0;
        while (tensors.containsKey(model + "transformer.resblocks." + layers + ".ln_1.weight")) {
            layers++;
        }
        long vocabulary = size(model + "token_embedding.weight", 0);
        long width = size(model + "token_embedding.weight", 1);
        var json = new JsonObject();
        json.addProperty("model_type", "clip_text_model");
        json.add("architectures", SingleFile.array(List.of("CLIPTextModelWithProjection")));
        json.addProperty("vocab_size", vocabulary);
        json.addProperty("hidden_size", width);
        json.addProperty("intermediate_size", size(model + "transformer.resblocks.0.mlp.c_fc.weight", 0));
        json.addProperty("num_hidden_layers", layers);
        json.addProperty("num_attention_heads", Math.max(1, width / HEAD_WIDTH));
        json.addProperty("max_position_embeddings", size(model + "positional_embedding", 0));
        json.addProperty("hidden_act", "gelu");
        json.addProperty("bos_token_id", vocabulary - 2);
        json.addProperty("eos_token_id", vocabulary - 1);
        json.addProperty(
                "projection_dim",
                tensors.containsKey(model + "text_projection")
                        ? size(model + "text_projection", 1)
                        : size(model + "text_projection.weight", 0));
        return json;
    }

    private long size(String name, int dimension) throws InvalidFileException {
        List<Long> shape = shape(name);
        if (dimension >= shape.size()) {
            throw new InvalidFileException(file, name + " has the shape " + shape);
        }
        return shape.get(dimension);
    }

    private List<Long> shape(String name) throws InvalidFileException {
        Safetensors.Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidFileException(file, "the tensor " + name + " is missing");
        }
        return tensor.shape();
    }
}
