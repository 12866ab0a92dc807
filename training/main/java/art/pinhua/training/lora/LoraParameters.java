package art.pinhua.training.lora;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunConfig.LoraTarget;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.AdapterFile.Site;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// The adapters of a denoiser while they are trained: the only arrays that change.
///
/// Fresh ones change nothing, because `up` is zero. The arrays belong to the engine they were made with.
public final class LoraParameters {
    private static final String DOWN = ".lora_down.weight";
    private static final String UP = ".lora_up.weight";
    private static final Pattern ATTENTION = Pattern.compile("\\.attn[12]\\.(to_q|to_k|to_v|to_out\\.0)\\.weight$");
    private static final Pattern FEED_FORWARD = Pattern.compile("\\.ff\\.net\\.(0\\.proj|2)\\.weight$");
    private static final Pattern PROJECTIONS = Pattern.compile("\\.attentions\\.\\d+\\.proj_(in|out)\\.weight$");

    private final SequencedMap<String, Lora> adapters;
    private final SequencedMap<String, Double> alphas;

    private LoraParameters(SequencedMap<String, Lora> adapters, SequencedMap<String, Double> alphas) {
        this.adapters = adapters;
        this.alphas = alphas;
    }

    /// Fresh adapters on the targeted layers. `down` is uniform within ±1/√in, as peft does it (Kaiming with a
    /// = √5); equal seeds give equal numbers on every machine.
    ///
    /// @param shapes of the denoiser's weights by key
    /// @throws IllegalArgumentException if no layer is a target
    public static LoraParameters fresh(
            Tensors tensors, RunConfig.Lora config, SequencedMap<String, long[]> shapes, long seed) {
        var adapters = new LinkedHashMap<String, Lora>();
        var alphas = new LinkedHashMap<String, Double>();
        int layer = 0;
        for (var entry : shapes.entrySet()) {
            String key = entry.getKey();
            long[] weight = entry.getValue();
            if (!isTarget(key, weight, config.targets())) {
                continue;
            }
            long[] down = weight.clone();
            down[0] = config.rank();
            long[] up = weight.clone();
            Arrays.fill(up, 1, up.length, 1);
            up[1] = config.rank();
            String path = key.substring(0, key.length() - ".weight".length());
            NDArray scale = tensors.scalar(config.alpha() / config.rank());
            adapters.put(path, new Lora(uniform(tensors, seed, layer, down), tensors.zeros(up), scale));
            alphas.put(path, config.alpha());
            layer++;
        }
        if (adapters.isEmpty()) {
            throw new IllegalArgumentException("No layer is a target of " + config.targets());
        }
        return new LoraParameters(adapters, alphas);
    }

    /// The adapters of a file, to train them further. Only those of the denoiser.
    /// @throws IllegalArgumentException if the file has adapters of another network
    public static LoraParameters of(Tensors tensors, AdapterFile file) {
        var adapters = new LinkedHashMap<String, Lora>();
        var alphas = new LinkedHashMap<String, Double>();
        for (AdapterFile.Change change : file.changes()) {
            if (change.site().part() != Part.UNET) {
                throw new IllegalArgumentException("Only adapters of the denoiser are trained, not "
                        + change.site().path());
            }
            NDArray down = tensors.load(
                    change.down().bytes(), change.down().type(), change.down().dimensions());
            NDArray up = tensors.load(
                    change.up().bytes(), change.up().type(), change.up().dimensions());
            String path = change.site().path();
            adapters.put(path, new Lora(down, up, tensors.scalar(change.alpha() / change.rank())));
            alphas.put(path, change.alpha());
        }
        return new LoraParameters(adapters, alphas);
    }

    private static NDArray uniform(Tensors tensors, long seed, int layer, long[] shape) {
        int size = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
        double bound = Math.sqrt((double) shape[0] / size);
        var values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (bound * (2 * Counter.unit(seed, Stream.INIT, layer, i) - 1));
        }
        return tensors.of(values, shape);
    }

    private static boolean isTarget(String key, long[] weight, List<LoraTarget> targets) {
        return weight.length >= 2
                && targets.stream()
                        .anyMatch(target -> pattern(target).matcher(key).find());
    }

    private static Pattern pattern(LoraTarget target) {
        return switch (target) {
            case ATTENTION -> ATTENTION;
            case FEED_FORWARD -> FEED_FORWARD;
            case PROJECTIONS -> PROJECTIONS;
        };
    }

    /// By module path, to be attached to a denoiser.
    public Map<String, Lora> adapters() {
        return adapters;
    }

    /// Adapters over other values, such as the parameters' averages.
    /// @param values by the names of [#parameters]
    public Map<String, Lora> adaptersOver(Map<String, NDArray> values) {
        var others = new LinkedHashMap<String, Lora>();
        adapters.forEach((path, lora) -> others.put(
                path,
                new Lora(
                        Objects.requireNonNull(values.get(path + DOWN), path),
                        Objects.requireNonNull(values.get(path + UP), path),
                        lora.scale())));
        return others;
    }

    /// The arrays to train, by name.
    public SequencedMap<String, NDArray> parameters() {
        var parameters = new LinkedHashMap<String, NDArray>();
        adapters.forEach((path, lora) -> {
            parameters.put(path + DOWN, lora.down());
            parameters.put(path + UP, lora.up());
        });
        return parameters;
    }

    /// What an adapter file holds, with other values in place of the parameters, such as their averages.
    /// @param values by the names of [#parameters]
    /// @param type   F16 for exchange, F32 for exactness
    public List<AdapterFile.Change> changes(Tensors tensors, Map<String, NDArray> values, ElementType type) {
        var changes = new ArrayList<AdapterFile.Change>();
        alphas.forEach((path, alpha) -> {
            NDArray down = Objects.requireNonNull(values.get(path + DOWN), path);
            NDArray up = Objects.requireNonNull(values.get(path + UP), path);
            changes.add(new AdapterFile.Change(
                    new Site(Part.UNET, path),
                    Weights.content(tensors, path + DOWN, down, type),
                    Weights.content(tensors, path + UP, up, type),
                    alpha));
        });
        return changes;
    }
}
