package art.pinhua.training.noise;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// `scheduler_config.json` of a pipeline folder: the noise the model was trained with, and how its authors sample.
/// @param className    sampler the spacing was chosen for
/// @param stepsOffset  added to timesteps of leading spacing
/// @param endsClean    whether the last DDIM step goes to no noise at all instead of the level of timestep 0
/// @param karrasSigmas whether noise levels follow Karras et al. (arXiv 2206.00364, equation 5)
public record ScheduleConfig(
        String className,
        NoiseSchedule schedule,
        Prediction prediction,
        Spacing spacing,
        int stepsOffset,
        boolean endsClean,
        boolean karrasSigmas) {

    /// Settings with the one value that is computed here, whichever class wrote them: they tell what the model learned.
    private static final Map<String, Set<String>> ONLY = Map.ofEntries(
            Map.entry("clip_sample", Set.of("false")),
            Map.entry("thresholding", Set.of("false")),
            Map.entry("trained_betas", Set.of("null")),
            Map.entry("use_flow_sigmas", Set.of("false", "null")),
            Map.entry("use_dynamic_shifting", Set.of("false", "null")),
            Map.entry("sigma_min", Set.of("null")),
            Map.entry("sigma_max", Set.of("null")));

    /// Settings of the solvers that are computed here. Those of other solvers play no part: the request names the
    /// sampler.
    private static final Map<String, Map<String, Set<String>>> ONLY_OF_SOLVER = Map.of(
            "PNDMScheduler",
            Map.of("skip_prk_steps", Set.of("true")),
            "EulerDiscreteScheduler",
            Map.of(
                    "interpolation_type", Set.of("linear"),
                    "timestep_type", Set.of("discrete"),
                    "final_sigmas_type", Set.of("zero"),
                    "use_exponential_sigmas", Set.of("false", "null"),
                    "use_beta_sigmas", Set.of("false", "null")),
            "DPMSolverMultistepScheduler",
            Map.ofEntries(
                    Map.entry("algorithm_type", Set.of("dpmsolver++")),
                    Map.entry("solver_type", Set.of("midpoint")),
                    Map.entry("solver_order", Set.of("2")),
                    Map.entry("lower_order_final", Set.of("true")),
                    Map.entry("euler_at_final", Set.of("false")),
                    Map.entry("final_sigmas_type", Set.of("zero")),
                    Map.entry("variance_type", Set.of("null")),
                    Map.entry("use_exponential_sigmas", Set.of("false", "null")),
                    Map.entry("use_beta_sigmas", Set.of("false", "null")),
                    Map.entry("use_lu_lambdas", Set.of("false", "null"))),
            "LCMScheduler",
            Map.of("original_inference_steps", Set.of("50"), "timestep_scaling", Set.of("10.0", "10")));

    /// What diffusers takes where a key is absent.
    private record Defaults(Spacing spacing, boolean endsClean, double betaStart, double betaEnd, String betas) {
        static Defaults of(String className) {
            return switch (className) {
                case "PNDMScheduler" -> new Defaults(Spacing.LEADING, false, 0.0001, 0.02, "linear");
                case "EulerDiscreteScheduler",
                        "EulerAncestralDiscreteScheduler",
                        "LMSDiscreteScheduler",
                        "DPMSolverMultistepScheduler",
                        "DEISMultistepScheduler",
                        "UniPCMultistepScheduler",
                        "SASolverScheduler" -> new Defaults(Spacing.LINSPACE, true, 0.0001, 0.02, "linear");
                case "HeunDiscreteScheduler", "KDPM2DiscreteScheduler", "KDPM2AncestralDiscreteScheduler" ->
                    new Defaults(Spacing.LINSPACE, true, 0.00085, 0.012, "linear");
                case "LCMScheduler", "TCDScheduler" ->
                    new Defaults(Spacing.LEADING, true, 0.00085, 0.012, "scaled_linear");
                default -> new Defaults(Spacing.LEADING, true, 0.0001, 0.02, "linear"); // DDIM, DDPM
            };
        }
    }

    /// The file of a `StableDiffusionPipeline`, in which diffusers takes `steps_offset` for 1 and `clip_sample` for
    /// false whatever it says: those of its first days say otherwise (huggingface/diffusers
    /// `pipelines/stable_diffusion/pipeline_stable_diffusion.py`, the constructor).
    /// @throws IllegalArgumentException naming the key whose value cannot be followed
    public static ScheduleConfig parseOfStableDiffusion(String json) {
        JsonObject root = object(json);
        root.addProperty("steps_offset", 1);
        root.addProperty("clip_sample", false);
        return of(root);
    }

    /// @throws IllegalArgumentException naming the key whose value cannot be followed
    public static ScheduleConfig parse(String json) {
        return of(object(json));
    }

    private static ScheduleConfig of(JsonObject root) {
        String className = text(root, "_class_name", "");
        if (className.startsWith("FlowMatch")) {
            throw refusal("_class_name", root.get("_class_name")); // another noise than that of any schedule here
        }
        refuseOthers(root, ONLY);
        refuseOthers(root, ONLY_OF_SOLVER.getOrDefault(className, Map.of()));
        var defaults = Defaults.of(className);
        Prediction prediction = prediction(root);
        return new ScheduleConfig(
                className,
                schedule(root, prediction, defaults),
                prediction,
                spacing(root, defaults),
                wholeNumber(root, "steps_offset", 0),
                truth(root, "set_alpha_to_one", defaults.endsClean()),
                truth(root, "use_karras_sigmas", false));
    }

    private static void refuseOthers(JsonObject root, Map<String, Set<String>> only) {
        only.forEach((key, values) -> {
            if (root.has(key) && !values.contains(plain(root.get(key)))) {
                throw refusal(key, root.get(key));
            }
        });
    }

    public ScheduleConfig withSpacing(Spacing spacing, int stepsOffset) {
        return new ScheduleConfig(className, schedule, prediction, spacing, stepsOffset, endsClean, karrasSigmas);
    }

    public ScheduleConfig withKarras(boolean karras) {
        return new ScheduleConfig(className, schedule, prediction, spacing, stepsOffset, endsClean, karras);
    }

    private static NoiseSchedule schedule(JsonObject root, Prediction prediction, Defaults defaults) {
        double start = number(root, "beta_start", defaults.betaStart());
        double end = number(root, "beta_end", defaults.betaEnd());
        int timesteps = wholeNumber(root, "num_train_timesteps", 1000);
        NoiseSchedule schedule = switch (text(root, "beta_schedule", defaults.betas())) {
            case "scaled_linear" -> NoiseSchedule.scaledLinear(start, end, timesteps);
            case "linear" -> NoiseSchedule.linear(start, end, timesteps);
            default -> throw refusal("beta_schedule", root.get("beta_schedule"));
        };
        boolean zeroSnr = truth(root, "rescale_betas_zero_snr", false);
        if (zeroSnr && prediction == Prediction.EPSILON) {
            throw new IllegalArgumentException("rescale_betas_zero_snr: pure noise says nothing to a network that"
                    + " predicts noise; prediction_type must be v_prediction");
        }
        return zeroSnr ? schedule.withZeroTerminalSnr() : schedule;
    }

    private static Prediction prediction(JsonObject root) {
        return switch (text(root, "prediction_type", "epsilon")) {
            case "epsilon" -> Prediction.EPSILON;
            case "v_prediction" -> Prediction.VELOCITY;
            default -> throw refusal("prediction_type", root.get("prediction_type"));
        };
    }

    private static Spacing spacing(JsonObject root, Defaults defaults) {
        String name = text(root, "timestep_spacing", defaults.spacing().name());
        try {
            return Spacing.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw refusal("timestep_spacing", root.get("timestep_spacing"));
        }
    }

    // ---- fields

    private static JsonObject object(String json) {
        try {
            return JsonParser.parseString(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("scheduler_config.json is not a JSON object", e);
        }
    }

    private static String text(JsonObject root, String key, String otherwise) {
        JsonElement value = root.has(key) ? root.get(key) : new JsonPrimitive(otherwise);
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
            return value.getAsString();
        }
        throw refusal(key, value);
    }

    private static double number(JsonObject root, String key, double otherwise) {
        JsonElement value = root.has(key) ? root.get(key) : new JsonPrimitive(otherwise);
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            return value.getAsDouble();
        }
        throw refusal(key, value);
    }

    private static int wholeNumber(JsonObject root, String key, int otherwise) {
        double value = number(root, key, otherwise);
        if (value < 0 || value > 100_000 || value != Math.rint(value)) {
            throw refusal(key, root.get(key));
        }
        return (int) value;
    }

    private static boolean truth(JsonObject root, String key, boolean otherwise) {
        JsonElement value = root.has(key) ? root.get(key) : new JsonPrimitive(otherwise);
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
            return value.getAsBoolean();
        }
        throw refusal(key, value);
    }

    private static String plain(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    private static IllegalArgumentException refusal(String key, JsonElement value) {
        String shown = String.valueOf(value);
        return new IllegalArgumentException("scheduler_config.json: %s = %s is not supported"
                .formatted(key, shown.length() > 100 ? shown.substring(0, 100) + "…" : shown));
    }
}
