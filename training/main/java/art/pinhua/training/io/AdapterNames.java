package art.pinhua.training.io;

import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.AdapterFile.Site;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names of adapter tensors, in the forms that are found in files:
///
/// | form | example |
/// |---|---|
/// | kohya | `lora_unet_down_blocks_0_…_attn1_to_q.lora_down.weight`, `.lora_up.weight`, `.alpha` |
/// | kohya, XL | `lora_unet_input_blocks_4_1_…_attn1_to_q.lora_down.weight`, `lora_te1_…`, `lora_te2_…` |
/// | diffusers | `unet.down_blocks.0.….attn1.to_q.lora.down.weight` |
/// | diffusers, old | `unet.down_blocks.0.….attn1.processor.to_q_lora.down.weight` |
/// | the same, older | `down_blocks.0.….attn1.processor.to_q_lora.down.weight` |
/// | the same, text | `text_encoder.….self_attn.to_q_lora.down.weight`, `….q_proj.lora_linear_layer.down.weight` |
/// | peft | `unet.down_blocks.0.….attn1.to_q.lora_A.weight` |
/// | peft alone | `base_model.model.down_blocks.0.….attn1.to_q.lora_A.weight` |
final class AdapterNames {
    enum Role {
        DOWN,
        UP,
        ALPHA
    }

    record Place(Site site, Role role) {}

    private static final List<String> DOWN_SUFFIXES = List.of(
            ".lora_down.weight",
            ".lora_A.weight",
            ".lora_A.default.weight",
            ".lora.down.weight",
            ".lora_linear_layer.down.weight",
            ".down.weight");
    private static final List<String> UP_SUFFIXES = List.of(
            ".lora_up.weight",
            ".lora_B.weight",
            ".lora_B.default.weight",
            ".lora.up.weight",
            ".lora_linear_layer.up.weight",
            ".up.weight");
    private static final Map<String, Role> SUFFIXES = suffixes();
    private static final Pattern OLD_PROCESSOR = Pattern.compile("\\.processor\\.(to_q|to_k|to_v|to_out)_lora$");
    private static final Pattern OLD_TEXT = Pattern.compile("\\.self_attn\\.to_(q|k|v|out)_lora$");

    /// How peft names the layers of a network it has wrapped.
    static final String PEFT = "base_model.model.";

    private final Map<String, long[]> shapes; // of the denoiser
    private final Map<Site, long[]> weights = new LinkedHashMap<>();
    private final Map<String, Site> byName = new HashMap<>();

    /// @param weights shapes by key, per network
    AdapterNames(Map<Part, ? extends Map<String, long[]>> weights) {
        Map<String, long[]> denoiser = weights.get(Part.UNET);
        this.shapes = denoiser == null ? Map.of() : denoiser;
        weights.forEach((part, shapesOfPart) -> shapesOfPart.forEach((key, shape) -> {
            if (key.endsWith(".weight") && shape.length >= 2) {
                String path = key.substring(0, key.length() - ".weight".length());
                var site = new Site(part, path);
                this.weights.put(site, shape.clone());
                names(site).forEach(name -> byName.put(name, site));
            }
        }));
    }

    private static Map<String, Role> suffixes() {
        var suffixes = new LinkedHashMap<String, Role>();
        for (String down : DOWN_SUFFIXES) {
            suffixes.put(down, Role.DOWN);
        }
        for (String up : UP_SUFFIXES) {
            suffixes.put(up, Role.UP);
        }
        suffixes.put(".alpha", Role.ALPHA);
        return suffixes;
    }

    /// The name of a layer in kohya's form.
    static String kohya(Site site) {
        return switch (site.part()) {
            case UNET -> "lora_unet_" + flat(site.path());
            case TEXT_ENCODER -> "lora_te_" + inTextModel(site.path());
            case TEXT_ENCODER_2 -> "lora_te2_" + inTextModel(site.path());
        };
    }

    private static String flat(String path) {
        return path.replace('.', '_');
    }

    private static String inTextModel(String path) {
        return flat(path.startsWith("text_projection") ? path : "text_model." + path);
    }

    private List<String> names(Site site) {
        String path = site.path();
        return switch (site.part()) {
            case UNET ->
                List.of(
                        kohya(site),
                        "lora_unet_" + flat(OriginalNames.unetPath(path, layersPerBlock(), this::attendsOnTheWayUp)),
                        "unet." + path,
                        path,
                        PEFT + path);
            case TEXT_ENCODER ->
                List.of(
                        kohya(site),
                        "lora_te1_" + inTextModel(path),
                        "text_encoder." + path,
                        "text_encoder.text_model." + path,
                        PEFT + path,
                        PEFT + "text_model." + path);
            case TEXT_ENCODER_2 -> List.of(kohya(site), "text_encoder_2." + path, "text_encoder_2.text_model." + path);
        };
    }

    /// Resnets per level on the denoiser's way down.
    private int layersPerBlock() {
        int layers = 0;
        while (shapes.containsKey("down_blocks.0.resnets." + layers + ".conv1.weight")) {
            layers++;
        }
        return layers;
    }

    private boolean attendsOnTheWayUp(int level) {
        return shapes.containsKey("up_blocks." + level + ".attentions.0.norm.weight");
    }

    /// The layer and role of a tensor, or null when it fits none.
    @Nullable
    Place place(String tensor) {
        for (var suffix : SUFFIXES.entrySet()) {
            if (tensor.endsWith(suffix.getKey())) {
                String module =
                        tensor.substring(0, tensor.length() - suffix.getKey().length());
                Site site = byName.get(current(module));
                if (site != null) {
                    return new Place(site, suffix.getValue());
                }
            }
        }
        return null;
    }

    private static String current(String module) {
        var text = OLD_TEXT.matcher(module);
        if (text.find()) {
            return module.substring(0, text.start()) + ".self_attn." + text.group(1) + "_proj";
        }
        var old = OLD_PROCESSOR.matcher(module);
        if (!old.find()) {
            return module;
        }
        String layer = old.group(1).equals("to_out") ? "to_out.0" : old.group(1);
        return module.substring(0, old.start()) + "." + layer;
    }

    /// Shape of the layer's weight.
    long[] weight(Site site) {
        return Objects.requireNonNull(weights.get(site), site.path());
    }
}
