package art.pinhua.training.io;

import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The names of the first published checkpoints, which hold all networks in one file, and the names the networks have
/// here. Levels and layers are counted through there and one by one here.
///
/// @param layersPerBlock resnets per level on the denoiser's way down
/// @param vaeLevels      levels of the autoencoder
record OriginalNames(int layersPerBlock, int vaeLevels) {
    static final String UNET = "model.diffusion_model.";
    static final String VAE = "first_stage_model.";
    static final String TEXT = "cond_stage_model.transformer.";
    static final String XL_TEXT = "conditioner.embedders.0.transformer.";

    private static final Map<String, String> RESNET = Map.of(
            "in_layers.0", "norm1",
            "in_layers.2", "conv1",
            "emb_layers.1", "time_emb_proj",
            "out_layers.0", "norm2",
            "out_layers.3", "conv2",
            "skip_connection", "conv_shortcut");
    private static final Map<String, String> TOP = Map.of(
            "time_embed.0", "time_embedding.linear_1",
            "time_embed.2", "time_embedding.linear_2",
            "label_emb.0.0", "add_embedding.linear_1",
            "label_emb.0.2", "add_embedding.linear_2",
            "input_blocks.0.0", "conv_in",
            "out.0", "conv_norm_out",
            "out.2", "conv_out");
    private static final Map<String, String> MIDDLE = Map.of("0", "resnets.0", "1", "attentions.0", "2", "resnets.1");
    private static final Map<String, String> VAE_ATTENTION =
            Map.of("norm", "group_norm", "q", "to_q", "k", "to_k", "v", "to_v", "proj_out", "to_out.0");

    /// @param name without the prefix [#UNET]
    /// @return the name here, or null for a name that no checkpoint has
    @Nullable
    String unet(String name) {
        int dot = name.lastIndexOf('.');
        String top = dot < 0 ? null : TOP.get(name.substring(0, dot));
        if (top != null) {
            return top + name.substring(dot);
        }
        String[] parts = name.split("\\.", 4); // group, number, place, rest
        if (parts[0].equals("middle_block") && parts.length >= 3) {
            String place = MIDDLE.get(parts[1]);
            String rest = name.substring(parts[0].length() + parts[1].length() + 2);
            return place == null ? null : "mid_block." + place + "." + inBlock(place.startsWith("resnets"), rest);
        }
        if (parts.length < 4 || !parts[1].matches("[0-9]{1,3}") || !parts[2].matches("[0-2]")) {
            return null;
        }
        int number = Integer.parseInt(parts[1]);
        boolean down = parts[0].equals("input_blocks");
        if ((!down && !parts[0].equals("output_blocks")) || (down && number == 0)) {
            return null;
        }
        int at = down ? number - 1 : number;
        String block = (down ? "down_blocks." : "up_blocks.") + at / (layersPerBlock + 1) + ".";
        if (parts[3].startsWith("op.")) {
            return block + "downsamplers.0.conv." + parts[3].substring("op.".length());
        }
        if (parts[3].startsWith("conv.")) {
            return block + "upsamplers.0." + parts[3];
        }
        boolean resnet = parts[2].equals("0");
        String place = (resnet ? "resnets." : "attentions.") + at % (layersPerBlock + 1) + ".";
        return block + place + inBlock(resnet, parts[3]);
    }

    /// The other way round: the original name of a layer of the denoiser, as adapters of the XL family use it.
    /// @param path    module path here (`down_blocks.1.attentions.0.proj_in`)
    /// @param attends whether the level on the way up has transformers, of its number
    /// @return the path itself where no checkpoint has such a layer
    static String unetPath(String path, int layersPerBlock, IntPredicate attends) {
        for (var entry : TOP.entrySet()) {
            if (entry.getValue().equals(path)) {
                return entry.getKey();
            }
        }
        String[] parts = path.split("\\.", 5); // group, level, kind, number, rest
        if (parts[0].equals("mid_block")) {
            String[] middle = path.split("\\.", 4);
            String number = middle[1].equals("attentions") ? "1" : middle[2].equals("0") ? "0" : "2";
            return "middle_block." + number + "." + original(middle[1], middle[3]);
        }
        if (!parts[0].endsWith("_blocks")) {
            return path;
        }
        int level = Integer.parseInt(parts[1]);
        int first = level * (layersPerBlock + 1) + (parts[0].equals("down_blocks") ? 1 : 0);
        return switch (parts[2]) {
            case "downsamplers" -> "input_blocks." + (first + layersPerBlock) + ".0.op";
            case "upsamplers" ->
                "output_blocks." + (first + layersPerBlock) + "." + (attends.test(level) ? 2 : 1) + ".conv";
            default ->
                (parts[0].equals("down_blocks") ? "input_blocks." : "output_blocks.")
                        + (first + Integer.parseInt(parts[3]))
                        + (parts[2].equals("attentions") ? ".1." : ".0.")
                        + original(parts[2], parts[4]);
        };
    }

    private static String original(String kind, String layer) {
        if (kind.equals("resnets")) {
            for (var entry : RESNET.entrySet()) {
                if (entry.getValue().equals(layer)) {
                    return entry.getKey();
                }
            }
        }
        return layer;
    }

    private static String inBlock(boolean resnet, String rest) {
        int dot = rest.lastIndexOf('.');
        String layer = dot < 0 ? rest : rest.substring(0, dot);
        return resnet ? RESNET.getOrDefault(layer, layer) + rest.substring(layer.length()) : rest;
    }

    /// @param name without the prefix [#VAE]
    /// @return the name here, or null for a name that no checkpoint has
    @Nullable
    String vae(String name) {
        String[] parts = name.split("\\.");
        if (parts.length < 3) {
            return name; // quant_conv, post_quant_conv
        }
        String side = parts[0] + ".";
        String leaf = parts[parts.length - 1];
        if (parts[1].equals("norm_out")) {
            return side + "conv_norm_out." + leaf;
        }
        if (parts[1].equals("mid") && parts.length >= 5 && parts[2].equals("attn_1")) {
            String layer = VAE_ATTENTION.get(parts[3]);
            return layer == null ? null : side + "mid_block.attentions.0." + layer + "." + leaf;
        }
        if (parts[1].equals("mid") && parts[2].matches("block_[12]")) {
            int block = parts[2].charAt("block_".length()) - '1';
            return side + "mid_block.resnets." + block + "." + rest(parts, 3);
        }
        boolean down = parts[1].equals("down");
        if ((!down && !parts[1].equals("up")) || parts.length < 6) {
            return name;
        }
        if (!parts[2].matches("[0-9]{1,2}")) {
            return null;
        }
        int level = Integer.parseInt(parts[2]);
        String block = side + (down ? "down_blocks." + level : "up_blocks." + (vaeLevels - 1 - level)) + ".";
        return switch (parts[3]) {
            case "block" ->
                block + "resnets." + parts[4] + "." + rest(parts, 5).replace("nin_shortcut", "conv_shortcut");
            case "downsample" -> block + "downsamplers.0." + rest(parts, 4);
            case "upsample" -> block + "upsamplers.0." + rest(parts, 4);
            default -> null;
        };
    }

    private static String rest(String[] parts, int from) {
        return String.join(".", java.util.Arrays.asList(parts).subList(from, parts.length));
    }
}
