package art.pinhua.training.bench;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.generate.ModelShelf;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.Painter;
import art.pinhua.training.generate.PictureListener;
import art.pinhua.training.generate.PictureRequest;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.generate.PromptEncoder;
import art.pinhua.training.io.Png;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.sampler.Condition;
import art.pinhua.training.sampler.Guided;
import art.pinhua.training.tensor.Tensors;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/// Drawing with guidance, from noise to pixels, by the sampler that the model's folder names. The text is encoded
/// before, on both sides.
final class SamplingWork implements AutoCloseable {
    private static final String PROMPT = "夜空下穿红色长袍的人";
    private static final int CHECKED_TIMESTEP = 601;

    /// Enough that the empty text is computed too.
    private static final double GUIDING = 2;

    private final Tensors tensors;
    private final EngineBench.Setting setting;
    private final ModelShelf shelf;
    private final Painter painter;
    private final Networks networks;
    private final SamplerKind sampler;
    private final UNet.Replayed denoiser;
    private final Autoencoder.Replayed decoder;

    SamplingWork(Tensors tensors, EngineBench.Setting setting, Precision precision) throws IOException {
        this.tensors = tensors;
        this.setting = setting;
        shelf = new ModelShelf(tensors, 1, precision);
        painter = shelf.painter(new ModelSource(setting.pipeline(), List.of()));
        networks = painter.networks();
        denoiser = networks.unet().replayed();
        decoder = networks.autoencoder().replayed();
        sampler = switch (networks.schedule().className()) {
            case "DDIMScheduler" -> SamplerKind.DDIM;
            case "DPMSolverMultistepScheduler" -> SamplerKind.DPMPP_2M;
            case String other ->
                throw new IllegalArgumentException(
                        "Only models whose scheduler_config.json names DDIMScheduler or DPMSolverMultistepScheduler are"
                                + " measured, not " + other);
        };
    }

    EngineBench.Work of(int pictures) {
        return new Timed(
                networks.precision(),
                "%s, %d guided steps of %s"
                        .formatted(
                                pictures == 1 ? "one picture" : pictures + " pictures in a batch",
                                setting.steps(),
                                sampler == SamplerKind.DDIM ? "DDIM" : "DPM-Solver++ 2M"),
                () -> draw(pictures),
                drawing(pictures, false));
    }

    /// What a guided step asks of the denoiser.
    EngineBench.Work pass(int pictures) {
        Precision precision = networks.precision();
        Condition texts = tensors.step(false, () -> {
            Condition both = Guided.texts(said(""), said(PROMPT), GUIDING);
            NDArray pooled = both.pooled();
            return new Condition(
                    tensors.keep(precision.entry(tensors, both.states())),
                    pooled == null ? null : tensors.keep(pooled.repeat(0, pictures)));
        });
        UNet.Texts read = networks.unet().read(texts.states());
        UNet.Added added = SizeConditioning.of(tensors, networks, texts.pooled());
        NDArray latents = precision.entry(tensors, tensors.of(noise(pictures), shape(pictures)));
        NDArray times = times(pictures);
        return new Timed(
                precision,
                "the denoiser in one guided step" + (pictures == 1 ? "" : " of " + pictures + " pictures"),
                () -> once(() -> precision.exit(tensors, denoiser.predict(latents, times, read, added))),
                asking("pass", pictures));
    }

    /// From latents to the picture.
    EngineBench.Work decoding() {
        Precision precision = networks.precision().ofAutoencoder();
        NDArray latents = precision.entry(tensors, tensors.of(noise(1), shape(1)));
        boolean wider = precision != networks.precision();
        return new Timed(
                networks.precision(),
                "decoding one picture" + (wider ? " (ours in " + precision + ")" : ""),
                () -> once(() -> precision.exit(tensors, decoder.decode(latents))),
                asking("decode", 1));
    }

    private void once(Supplier<NDArray> computation) {
        tensors.step(false, () -> tensors.toFloats(computation.get()));
    }

    private Condition said(String prompt) {
        return new PromptEncoder(tensors, networks).condition(prompt, 1, 0);
    }

    private NDArray times(int pictures) {
        var times = new float[pictures];
        Arrays.fill(times, CHECKED_TIMESTEP);
        return tensors.of(times, pictures);
    }

    /// Something that both sides do, by the clock of each.
    private final class Timed implements EngineBench.Work {
        private final String name;
        private final Runnable ours;
        private final JsonObject theirs;

        Timed(Precision precision, String what, Runnable ours, JsonObject theirs) {
            name = "%s, %s, %d × %d px".formatted(precision, what, networks.nativeSize(), networks.nativeSize());
            this.ours = ours;
            this.theirs = theirs;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public double ours() {
            long began = System.nanoTime();
            ours.run();
            return (System.nanoTime() - began) / 1e9;
        }

        @Override
        public JsonObject theirs() {
            return theirs;
        }
    }

    private List<Png.Pixels> draw(int pictures) {
        var request = new PictureRequest(
                PROMPT,
                "",
                seeds(pictures),
                setting.steps(),
                setting.guidance(),
                sampler,
                networks.nativeSize(),
                networks.nativeSize());
        return painter.draw(request, PictureListener.NONE).pictures();
    }

    private JsonObject drawing(int pictures, boolean pixels) {
        JsonObject request = asking("draw", pictures);
        request.addProperty("steps", setting.steps());
        request.addProperty("guidance", setting.guidance());
        request.addProperty("height", networks.nativeSize());
        request.addProperty("width", networks.nativeSize());
        request.addProperty("pixels", pixels);
        return request;
    }

    private JsonObject asking(String what, int pictures) {
        var request = EngineBench.request(what);
        request.addProperty("prompt", PROMPT);
        request.addProperty("timestep", CHECKED_TIMESTEP);
        request.addProperty("noise", Floats.base64(noise(pictures)));
        request.add("shape", Floats.json(shape(pictures)));
        return request;
    }

    /// Sentences on how far both sides are apart: in one pass of the denoiser, and in finished pictures.
    List<String> compare(PythonWorker python, int pictures) throws IOException {
        JsonObject request = asking("predict", pictures);
        float[] our = predict(pictures);
        float[] their = Floats.of(python.ask(request).get("output").getAsString());

        float[] ourPixels = pixels(draw(pictures));
        float[] theirPixels = Floats.ofLevels(
                python.ask(drawing(pictures, true)).get("pixels").getAsString());
        int apart = 0;
        for (int i = 0; i < ourPixels.length; i++) {
            apart += ourPixels[i] == theirPixels[i] ? 0 : 1;
        }
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%s: one pass of the denoiser differs by at most %.1e, where the largest value is %.2f",
                        networks.precision(),
                        Floats.largestDifference(our, their),
                        Floats.largest(our)),
                String.format(
                        Locale.ROOT,
                        "%s: %d finished pictures differ by at most %.0f of 255 levels, in %.2f %% of their values",
                        networks.precision(),
                        pictures,
                        Floats.largestDifference(ourPixels, theirPixels),
                        100.0 * apart / ourPixels.length));
    }

    private float[] predict(int pictures) {
        return tensors.step(false, () -> {
            Condition text = said(PROMPT);
            NDArray pooled = text.pooled();
            Precision precision = networks.precision();
            NDArray predicted = networks.unet()
                    .predict(
                            precision.entry(tensors, tensors.of(noise(pictures), shape(pictures))),
                            times(pictures),
                            precision.entry(tensors, text.states().repeat(0, pictures)),
                            SizeConditioning.of(tensors, networks, pooled == null ? null : pooled.repeat(0, pictures)));
            return tensors.toFloats(precision.exit(tensors, predicted));
        });
    }

    private static List<Long> seeds(int pictures) {
        return LongStream.range(1, 1 + pictures).boxed().toList();
    }

    private long[] shape(int pictures) {
        int side = networks.unet().config().sampleSize();
        return new long[] {pictures, networks.unet().config().inChannels(), side, side};
    }

    /// As the painter draws it from the seeds.
    private float[] noise(int pictures) {
        long[] shape = shape(1);
        var one = new float[(int) (shape[1] * shape[2] * shape[3])];
        var all = new float[pictures * one.length];
        for (int i = 0; i < pictures; i++) {
            Counter.gaussians(seeds(pictures).get(i), Stream.NOISE, 0, one);
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return all;
    }

    private static float[] pixels(List<Png.Pixels> pictures) {
        int size = pictures.getFirst().rgb().length;
        var values = new float[pictures.size() * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = pictures.get(i / size).rgb()[i % size] & 0xff;
        }
        return values;
    }

    @Override
    public void close() {
        denoiser.close();
        decoder.close();
        shelf.close();
    }
}
