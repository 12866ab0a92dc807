package art.pinhua.training.bench;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.generate.Layout;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.measure.Rounds;
import art.pinhua.training.model.UNet;
import art.pinhua.training.model.UNetConfig;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A pass of denoiser and decoder: as one call of the engine against the same layer by layer, and with the channels of
/// convolutions innermost in memory against the same row by row.
final class PassBench {
    private static final int TIMESTEP = 601;

    /// Passes of a round, where one takes milliseconds; before the first a shape is met, written down
    /// and played.
    private static final int SHORT_PASSES = 5;

    private final Tensors tensors;
    private final EngineBench.Setting setting;
    private final boolean quick;

    private PassBench(Tensors tensors, EngineBench.Setting setting) {
        this.tensors = tensors;
        this.setting = setting;
        this.quick = setting.small() || setting.device().cuda();
    }

    /// @return Markdown
    static String run(Tensors tensors, EngineBench.Setting setting) throws Exception {
        var bench = new PassBench(tensors, setting);
        var calls = new StringBuilder();
        var layouts = new StringBuilder();
        for (Precision precision : setting.precisions()) {
            if (bench.quick) { // a large network on a processor gains nothing, and takes minutes
                try (var base = bench.read(precision, Layout.QUICKEST)) {
                    bench.calls(calls, base.networks(tensors));
                }
            }
            try (var innermost = bench.read(precision, Layout.CHANNELS_LAST);
                    var rows = bench.read(precision, Layout.ROWS)) {
                bench.layouts(layouts, innermost.networks(tensors), rows.networks(tensors));
            }
        }
        return table("one call | layer by layer", calls) + table("channels innermost | row by row", layouts);
    }

    private static String table(String ways, CharSequence rows) {
        return rows.isEmpty() ? "" : """
                | a pass, seconds, median | %s | ratio (smallest–largest) |
                |---|---|---|---|
                %s
                """.formatted(ways, rows);
    }

    private BaseModel read(Precision precision, Layout layout) throws IOException {
        return BaseModel.read(tensors, Path.of(setting.pipeline()), precision, layout);
    }

    private void calls(StringBuilder table, Networks networks) throws Exception {
        try (var denoiser = networks.unet().replayed();
                var decoder = networks.autoencoder().replayed()) {
            compare(
                    table,
                    networks.precision(),
                    new Way(networks, denoiser::predict, decoder::decode),
                    layerByLayer(networks));
        }
    }

    private void layouts(StringBuilder table, Networks innermost, Networks rows) throws Exception {
        compare(table, innermost.precision(), layerByLayer(innermost), layerByLayer(rows));
    }

    private static Way layerByLayer(Networks networks) {
        return new Way(networks, networks.unet()::predict, networks.autoencoder()::decode);
    }

    @FunctionalInterface
    private interface Denoiser {
        NDArray predict(NDArray latents, NDArray timesteps, NDArray text, UNet.@Nullable Added added);
    }

    @FunctionalInterface
    private interface Decoder {
        NDArray decode(NDArray latents);
    }

    private record Way(Networks networks, Denoiser denoiser, Decoder decoder) {}

    /// A row for each batch: with guidance the denoiser has two rows for each picture.
    private void compare(StringBuilder table, Precision precision, Way one, Way other) throws Exception {
        for (int pictures : setting.batches()) {
            int rows = 2 * pictures;
            table.append(row(
                    "denoiser, %s, %d rows".formatted(precision, rows), denoising(one, rows), denoising(other, rows)));
        }
        for (int pictures : setting.decoded()) {
            table.append(row(
                    "decoder, %s, pictures: %d".formatted(precision.ofAutoencoder(), pictures),
                    decoding(one, pictures),
                    decoding(other, pictures)));
        }
    }

    private Supplier<NDArray> denoising(Way way, int rows) {
        Networks networks = way.networks();
        Precision precision = networks.precision();
        UNetConfig config = networks.unet().config();
        NDArray latents = precision.entry(tensors, latents(networks, rows));
        int tokens = networks.tokenizer().maxLength();
        NDArray text = precision.entry(tensors, noise(rows, tokens, config.crossAttentionDim()));
        UNetConfig.Addition addition = config.addition();
        UNet.Added added =
                SizeConditioning.of(tensors, networks, addition == null ? null : noise(rows, addition.pooledWidth()));
        var timesteps = new float[rows];
        Arrays.fill(timesteps, TIMESTEP);
        NDArray times = tensors.of(timesteps, rows);
        return () -> precision.exit(tensors, way.denoiser().predict(latents, times, text, added));
    }

    private Supplier<NDArray> decoding(Way way, int pictures) {
        Networks networks = way.networks();
        Precision precision = networks.precision().ofAutoencoder();
        NDArray latents = precision.entry(tensors, latents(networks, pictures));
        return () -> precision.exit(tensors, way.decoder().decode(latents));
    }

    private String row(String name, Supplier<NDArray> one, Supplier<NDArray> other) throws Exception {
        seconds(one);
        seconds(other);
        return Rounds.alternate(setting.rounds(), round -> seconds(one), round -> seconds(other))
                .row(name, "%.4f");
    }

    /// Of one pass.
    private double seconds(Supplier<NDArray> pass) {
        int passes = quick ? SHORT_PASSES : 1;
        long began = System.nanoTime();
        for (int i = 0; i < passes; i++) {
            tensors.step(false, () -> tensors.toFloats(pass.get()));
        }
        return (System.nanoTime() - began) / 1e9 / passes;
    }

    private NDArray latents(Networks networks, int number) {
        int side = networks.unet().config().sampleSize();
        return noise(number, networks.unet().config().inChannels(), side, side);
    }

    private NDArray noise(long... shape) {
        var values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
        Counter.gaussians(1, Stream.NOISE, 0, values);
        return tensors.of(values, shape);
    }
}
