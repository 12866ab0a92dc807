package art.pinhua.generation;

import art.pinhua.registry.LearnedWord;
import art.pinhua.registry.ModelVersion;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What made a picture, in the words that other tools read out of a PNG: `parameters` as AUTOMATIC1111 and its heirs
/// write it, `prompt` as the graph of ComfyUI.
final class PictureTexts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String XL = "StableDiffusionXLPipeline";
    private static final int LAST_LAYER = -1;

    /// The XL family takes the last layer but one.
    private static final int LAST_LAYER_OF_XL = -2;

    /// ComfyUI writes its graph so that it fits a `tEXt` of Latin letters.
    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final Pattern SUFFIX = Pattern.compile("(?i)\\.(safetensors|zip)$");

    /// What some system lets no file be called, and what ends a name in a prompt.
    private static final Pattern NEVER_IN_FILES = Pattern.compile("[\\p{Cc}\"*/:<>?\\\\|]");

    private PictureTexts() {}

    /// An adapter as other tools name it: its file without the suffix.
    record Laid(String name, String sha256, double strength) {
        Laid {
            name = file(name);
        }
    }

    static SequencedMap<String, String> of(
            Image image, ModelVersion version, List<Laid> adapters, List<LearnedWord> words) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("parameters", parameters(image, version, adapters, words));
        texts.put("prompt", graph(image, version, adapters, words));
        return texts;
    }

    private static String parameters(Image image, ModelVersion version, List<Laid> adapters, List<LearnedWord> words) {
        var text = new StringBuilder(ExportedPrompt.a1111(image.prompt()));
        adapters.forEach(adapter ->
                text.append(String.format(Locale.ROOT, " <lora:%s:%s>", adapter.name(), plain(adapter.strength()))));
        text.append('\n');
        if (!image.negativePrompt().isEmpty()) {
            text.append("Negative prompt: ")
                    .append(ExportedPrompt.a1111(image.negativePrompt()))
                    .append('\n');
        }
        var facts = new LinkedHashMap<String, String>();
        facts.put("Steps", Integer.toString(image.steps()));
        facts.put("Sampler", a1111(SamplerKind.valueOf(image.sampler())));
        facts.put("Schedule type", a1111Schedule(SamplerKind.valueOf(image.sampler())));
        facts.put("CFG scale", plain(guidance(image)));
        facts.put("Seed", Long.toString(image.seed()));
        facts.put("Size", image.width() + "x" + image.height());
        facts.put("Model hash", fileDigest(version.baseModel()).substring(0, 10));
        facts.put("Model", file(version.baseModel().name()));
        if (image.strength() != null) {
            facts.put("Denoising strength", plain(image.strength()));
        }
        if (image.clipSkip() != 0) {
            facts.put("Clip skip", Integer.toString(image.clipSkip() + 1));
        }
        if (image.noise() == NoiseKind.TORCH) {
            facts.put("RNG", "CPU"); // where it is absent, the GPU's is meant
        }
        if (image.guidanceRescale() != 0) {
            facts.put("CFG rescale", plain(image.guidanceRescale()));
        }
        if (!adapters.isEmpty()) {
            facts.put(
                    "Lora hashes",
                    adapters.stream()
                            .map(adapter -> hash(adapter.name(), adapter.sha256()))
                            .collect(Collectors.joining(", ")));
        }
        if (!words.isEmpty()) {
            facts.put(
                    "TI hashes",
                    words.stream().map(word -> hash(word.word(), word.sha256())).collect(Collectors.joining(", ")));
        }
        facts.put("Version", "pinhua");
        return text
                + facts.entrySet().stream()
                        .map(fact -> fact.getKey() + ": " + quoted(fact.getValue()))
                        .collect(Collectors.joining(", "));
    }

    /// Other tools know a checkpoint by its own bytes, without those of the tokenizer beside it.
    private static String fileDigest(ModelVersion.BaseModel model) {
        return Objects.requireNonNullElse(model.fileDigest(), model.digest());
    }

    /// Other tools know a thing by its file: a name that one can have on every system, without the suffix.
    static String file(String name) {
        return NEVER_IN_FILES.matcher(SUFFIX.matcher(name).replaceFirst("")).replaceAll("_");
    }

    /// One of a list, which readers split at commas whatever is quoted.
    private static String hash(String name, String sha256) {
        return name.replace(",", "") + ": " + sha256.substring(0, 12);
    }

    /// Readers split at commas and colons.
    private static String quoted(String value) {
        return value.matches("[^,:\\n\"]*") ? value : json(JSON, value);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /// Below 1 others would draw the negative prompt; here the prompt alone is drawn, as with 1.
    private static double guidance(Image image) {
        return Math.max(1, image.guidance());
    }

    private static String a1111(SamplerKind sampler) {
        return switch (sampler) {
            case DDIM -> "DDIM";
            case DPMPP_2M, DPMPP_2M_KARRAS -> "DPM++ 2M";
            case PNDM -> "PLMS";
            case EULER -> "Euler";
            case EULER_ANCESTRAL -> "Euler a";
            case LCM -> "LCM";
        };
    }

    /// The schedule that is most like ours; where none is told, A1111 takes Karras for DPM++ 2M from
    /// 1.9 on. None matters to DDIM and PLMS, whose timesteps are those of here. Ours are those of the
    /// engine's `Samplers` for models whose own pipeline asks for no other spacing.
    private static String a1111Schedule(SamplerKind sampler) {
        return switch (sampler) {
            case DPMPP_2M, LCM -> "SGM Uniform";
            case DPMPP_2M_KARRAS -> "Karras";
            case EULER, EULER_ANCESTRAL -> "Uniform";
            case DDIM, PNDM -> "Automatic";
        };
    }

    // ---- ComfyUI

    private static String graph(Image image, ModelVersion version, List<Laid> adapters, List<LearnedWord> words) {
        ObjectNode graph = JSON.createObjectNode();
        node(graph, "1", "CheckpointLoaderSimple")
                .put("ckpt_name", file(version.baseModel().name()) + ".safetensors");
        String model = "1";
        for (int i = 0; i < adapters.size(); i++) {
            String id = "lora" + (i + 1);
            ObjectNode lora = node(graph, id, "LoraLoader");
            lora.put("lora_name", adapters.get(i).name() + ".safetensors");
            lora.put("strength_model", adapters.get(i).strength());
            lora.put("strength_clip", adapters.get(i).strength());
            link(lora, "model", model, 0);
            link(lora, "clip", model, 1);
            model = id;
        }
        String clip = model;
        int slot = 1;
        boolean xl = version.baseModel().pipelineClass().equals(XL);
        if (image.clipSkip() != 0) {
            int last = xl ? LAST_LAYER_OF_XL : LAST_LAYER;
            ObjectNode stop =
                    node(graph, "skip", "CLIPSetLastLayer").put("stop_at_clip_layer", last - image.clipSkip());
            link(stop, "clip", model, 1);
            clip = "skip";
            slot = 0;
        }
        encode(graph, "2", ExportedPrompt.comfy(image.prompt(), words), clip, slot);
        encode(graph, "3", ExportedPrompt.comfy(image.negativePrompt(), words), clip, slot);
        start(graph, image);
        ObjectNode sampling = node(graph, "5", "KSampler");
        SamplerKind sampler = SamplerKind.valueOf(image.sampler());
        sampling.put("seed", image.seed())
                .put("steps", stepsDone(image))
                .put("cfg", guidance(image))
                .put("sampler_name", comfy(sampler))
                .put("scheduler", comfySchedule(sampler))
                .put("denoise", denoise(image));
        link(sampling, "model", rescaled(graph, image, model), 0);
        link(sampling, "positive", "2", 0);
        link(sampling, "negative", xl && image.negativePrompt().isBlank() ? zeros(graph, "3") : "3", 0);
        link(sampling, "latent_image", "4", 0);
        ObjectNode decoding = node(graph, "6", "VAEDecode");
        link(decoding, "samples", "5", 0);
        link(decoding, "vae", "1", 2);
        link(node(graph, "7", "SaveImage").put("filename_prefix", "pinhua"), "images", "6", 0);
        return json(ASCII, graph);
    }

    private static void encode(ObjectNode graph, String id, String text, String clip, int slot) {
        link(node(graph, id, "CLIPTextEncode").put("text", text), "clip", clip, slot);
    }

    /// The model whose guidance is rescaled, where there is guidance.
    private static String rescaled(ObjectNode graph, Image image, String model) {
        if (image.guidanceRescale() == 0 || guidance(image) == 1) {
            return model;
        }
        link(node(graph, "rescale", "RescaleCFG").put("multiplier", image.guidanceRescale()), "model", model, 0);
        return "rescale";
    }

    /// To the XL family a negative prompt that says nothing is all zeros, to ComfyUI an empty text.
    private static String zeros(ObjectNode graph, String text) {
        link(node(graph, "zeros", "ConditioningZeroOut"), "conditioning", text, 0);
        return "zeros";
    }

    /// ComfyUI does all the steps it is told, the last of a longer schedule; here `strength` says which share of the
    /// schedule's own are done. The counting is that of the engine's `Canvas`.
    static int stepsDone(Image image) {
        Double strength = image.strength();
        return strength == null ? image.steps() : Math.max(1, (int) (image.steps() * strength));
    }

    /// The share by which ComfyUI finds the whole schedule again, as `(int) (steps / denoise)`.
    static double denoise(Image image) {
        double share = (double) stepsDone(image) / image.steps();
        return (int) (stepsDone(image) / share) < image.steps() ? Math.nextDown(share) : share;
    }

    /// What the sampling starts from: nothing, or the picture that was given, by its number.
    private static void start(ObjectNode graph, Image image) {
        if (image.startImageId() == null) {
            node(graph, "4", "EmptyLatentImage")
                    .put("width", image.width())
                    .put("height", image.height())
                    .put("batch_size", 1);
            return;
        }
        node(graph, "start", "LoadImage").put("image", "pinhua-" + image.startImageId() + ".png");
        ObjectNode scaled = node(graph, "scaled", "ImageScale")
                .put("upscale_method", "bilinear")
                .put("width", image.width())
                .put("height", image.height())
                .put("crop", "disabled");
        link(scaled, "image", "start", 0);
        ObjectNode encoding = node(graph, image.maskSha256() == null ? "4" : "encoded", "VAEEncode");
        link(encoding, "pixels", "scaled", 0);
        link(encoding, "vae", "1", 2);
        if (image.maskSha256() != null) {
            node(graph, "mask", "LoadImageMask")
                    .put("image", "pinhua-mask-" + image.generationId() + ".png")
                    .put("channel", "red");
            ObjectNode masked = node(graph, "4", "SetLatentNoiseMask");
            link(masked, "samples", "encoded", 0);
            link(masked, "mask", "mask", 0);
        }
    }

    private static ObjectNode node(ObjectNode graph, String id, String type) {
        ObjectNode node = graph.putObject(id);
        node.put("class_type", type);
        return node.putObject("inputs");
    }

    private static void link(ObjectNode inputs, String name, String from, int slot) {
        inputs.putArray(name).add(from).add(slot);
    }

    private static String comfy(SamplerKind sampler) {
        return switch (sampler) {
            case DDIM -> "ddim";
            case DPMPP_2M, DPMPP_2M_KARRAS -> "dpmpp_2m";
            case PNDM -> "ipndm";
            case EULER -> "euler";
            case EULER_ANCESTRAL -> "euler_ancestral";
            case LCM -> "lcm";
        };
    }

    /// See [#a1111Schedule]; here DDIM and PNDM have one of those that anybody may choose.
    private static String comfySchedule(SamplerKind sampler) {
        return switch (sampler) {
            case DPMPP_2M, LCM -> "sgm_uniform";
            case DPMPP_2M_KARRAS -> "karras";
            case DDIM, PNDM -> "ddim_uniform";
            case EULER, EULER_ANCESTRAL -> "normal";
        };
    }

    private static String json(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
