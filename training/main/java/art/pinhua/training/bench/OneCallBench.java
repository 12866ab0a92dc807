package art.pinhua.training.bench;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.measure.Rounds;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// A pass of denoiser and decoder as one call of the engine, against the same layer by layer.
final class OneCallBench {
    private static final List<Integer> ROWS = List.of(2, 8);
    private static final List<Integer> PICTURES = List.of(1, 4);

    /// Passes of a round; before the first a shape is met, written down and played.
    private static final int PASSES = 5;

    private static final int TIMESTEP = 601;

    private final Tensors tensors;
    private final Networks networks;
    private final int rounds;

    private OneCallBench(Tensors tensors, Networks networks, int rounds) {
        this.tensors = tensors;
        this.networks = networks;
        this.rounds = rounds;
    }

    /// @return Markdown
    static String run(Tensors tensors, EngineBench.Setting setting) throws Exception {
        var table = new StringBuilder("""
                | a pass, seconds, median | one call | layer by layer | ratio (smallest–largest) |
                |---|---|---|---|
                """);
        var precisions = setting.bf16() ? List.of(Precision.FP32, Precision.BF16) : List.of(Precision.FP32);
        for (Precision precision : precisions) {
            try (var base = BaseModel.read(tensors, Path.of(setting.pipeline()), precision)) {
                new OneCallBench(tensors, base.networks(tensors), setting.rounds()).rows(table);
            }
        }
        return table.toString();
    }

    private void rows(StringBuilder table) throws Exception {
        var unet = networks.unet();
        var autoencoder = networks.autoencoder();
        int tokens = networks.tokenizer().maxLength();
        try (var denoiser = unet.replayed();
                var decoder = autoencoder.replayed()) {
            for (int rows : ROWS) {
                NDArray latents = entry(latents(rows));
                NDArray text = entry(noise(rows, tokens, unet.config().crossAttentionDim()));
                var timesteps = new float[rows];
                Arrays.fill(timesteps, TIMESTEP);
                NDArray times = tensors.of(timesteps, rows);
                table.append(row(
                        "denoiser, %s, %d rows".formatted(networks.precision(), rows),
                        () -> denoiser.predict(latents, times, text, null),
                        () -> unet.predict(latents, times, text)));
            }
            for (int pictures : PICTURES) {
                NDArray latents = entry(latents(pictures));
                table.append(row(
                        "decoder, %s, pictures: %d".formatted(networks.precision(), pictures),
                        () -> decoder.decode(latents),
                        () -> autoencoder.decode(latents)));
            }
        }
    }

    private String row(String name, Supplier<NDArray> oneCall, Supplier<NDArray> layers) throws Exception {
        seconds(oneCall);
        seconds(layers);
        return Rounds.alternate(rounds, round -> seconds(oneCall), round -> seconds(layers))
                .row(name, "%.4f");
    }

    /// Of one pass.
    private double seconds(Supplier<NDArray> pass) {
        long began = System.nanoTime();
        for (int i = 0; i < PASSES; i++) {
            tensors.step(false, () -> tensors.toFloats(networks.precision().exit(tensors, pass.get())));
        }
        return (System.nanoTime() - began) / 1e9 / PASSES;
    }

    private NDArray latents(int number) {
        int side = networks.unet().config().sampleSize();
        return noise(number, networks.unet().config().inChannels(), side, side);
    }

    private NDArray noise(long... shape) {
        var values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
        Counter.gaussians(1, Stream.NOISE, 0, values);
        return tensors.of(values, shape);
    }

    private NDArray entry(NDArray x) {
        return networks.precision().entry(tensors, x);
    }
}
