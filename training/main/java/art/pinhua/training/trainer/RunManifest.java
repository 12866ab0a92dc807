package art.pinhua.training.trainer;

import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.io.AtomicFile;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Where an adapter comes from: inside the adapter what decides its bytes, in `manifest.json` the machine and the time
/// as well.
final class RunManifest {
    private static final String FILE = "manifest.json";

    /// Of Stable Diffusion 1.x, by the sizes that its publications share.
    private static final UNetConfig SD_1 =
            UNetConfig.of(64, List.of(320, 640, 1280, 1280), List.of(true, true, true, false), 2, 768, 8, 32);

    /// Characters of a digest that tell models apart well enough.
    private static final int OF_DIGEST = 8;

    private RunManifest() {}

    /// `ss_*` entries as kohya-ss/sd-scripts writes them, so that other programs show rank and base, and our own. No
    /// time and no machine: the same run gives the same bytes.
    /// @param base    the denoiser's sizes
    /// @param digests by name, that of the base model as `base`
    static Map<String, String> adapterMetadata(
            RunConfig config, UNetConfig base, Map<String, String> digests, int steps) {
        var metadata = new TreeMap<String, String>();
        metadata.put("format", "pt");
        metadata.put("ss_base_model_version", baseVersion(base, digests.getOrDefault("base", "")));
        metadata.put("ss_learning_rate", Double.toString(config.optimiser().lr()));
        metadata.put("ss_steps", Integer.toString(steps));
        metadata.put("ss_seed", Long.toString(config.seed()));
        metadata.put("pinhua.run", config.runId());
        metadata.put("pinhua.objective", config.objective().kind().name());
        digests.forEach((name, digest) -> metadata.put("pinhua." + name + "_digest", digest));
        return metadata;
    }

    /// Other programs offer an adapter for all models of its family: of one with other layers the family
    /// is the model itself.
    private static String baseVersion(UNetConfig base, String digest) {
        boolean alike = base.heads().equals(SD_1.heads()) && layers(base).equals(layers(SD_1));
        return alike ? "sd_v1" : "pinhua_" + digest.substring(0, Math.min(OF_DIGEST, digest.length()));
    }

    /// Shapes of all weights by key.
    private static Map<String, List<Long>> layers(UNetConfig config) {
        var layers = new TreeMap<String, List<Long>>();
        UNet.shapes(config)
                .forEach((key, shape) ->
                        layers.put(key, LongStream.of(shape).boxed().toList()));
        return layers;
    }

    /// What came out.
    /// @param steps           done
    /// @param drift           how far the weights have moved
    /// @param heldOutAccuracy absent when nothing was held out
    record Result(
            int steps,
            String adapterDigest,
            WeightDrift.Moved drift,
            @Nullable Double heldOutAccuracy,
            Optional<EarlyStop> stoppedEarly) {}

    static void write(Path folder, RunConfig config, Map<String, String> digests, Result result, Instant started)
            throws IOException {
        Instant now = Instant.now();
        var manifest = new LinkedHashMap<String, @Nullable Object>();
        manifest.put("format", "pinhua-run/1");
        manifest.put("runId", config.runId());
        manifest.put("steps", result.steps());
        manifest.put("adapter", RunFiles.ADAPTER);
        manifest.put("adapterSha256", result.adapterDigest());
        manifest.put("drift", result.drift().ratio());
        manifest.put("driftLayer", result.drift().layer());
        manifest.put("driftOfLayer", result.drift().layerRatio());
        manifest.put("heldOutAccuracy", result.heldOutAccuracy());
        manifest.put(
                "stoppedEarly", result.stoppedEarly().map(RunManifest::early).orElse(null));
        manifest.put("digests", new TreeMap<>(digests));
        manifest.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
        manifest.put("operatingSystem", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        manifest.put("architecture", System.getProperty("os.arch"));
        manifest.put("processors", Runtime.getRuntime().availableProcessors());
        manifest.put("threads", config.threads());
        manifest.put("djl", ai.djl.engine.Engine.getDjlVersion());
        manifest.put("libtorch", ai.djl.engine.Engine.getEngine("PyTorch").getVersion());
        manifest.put("finishedAt", now.truncatedTo(ChronoUnit.SECONDS).toString());
        manifest.put("secondsSinceLastStart", Duration.between(started, now).toSeconds());
        String text = new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .disableHtmlEscaping()
                .create()
                .toJson(manifest);
        AtomicFile.write(folder.resolve(FILE), (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> early(EarlyStop stop) {
        var told = new LinkedHashMap<String, Object>();
        told.put("rule", stop.rule().name());
        told.put("measured", stop.measured());
        told.put("limit", stop.limit());
        told.put("message", stop.message());
        return told;
    }
}
