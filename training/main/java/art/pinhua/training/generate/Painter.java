package art.pinhua.training.generate;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.io.Png;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.TinyDecoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.sampler.Canvas;
import art.pinhua.training.sampler.Condition;
import art.pinhua.training.sampler.Guided;
import art.pinhua.training.sampler.Sampler;
import art.pinhua.training.sampler.Samplers;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Draws pictures with one model: texts, noise from the seeds, denoising with guidance, decoding.
///
/// Letters: B pictures, C latent channels, H and W the latents' height and width. The same request gives the same
/// pixels on the same machine and thread count; the noise is the same everywhere.
public final class Painter implements AutoCloseable {
    /// Pixels decoded at once, which bounds memory.
    private static final int DECODED_AT_ONCE = 1 << 18;

    /// Pixels above which a picture goes through the autoencoder in tiles: more than the XL family's own size.
    private static final long WHOLE_AT_MOST = 1 << 20;

    /// Tiles of 768 pixels with a factor of 8.
    private static final Tiling TILING = new Tiling(96, 24);

    /// Latents are shrunk for previews until the picture's longer side is at most this many pixels, and
    /// half of what it will be: decoded whole, previews of a small picture take a third of its time.
    private static final int PREVIEW_SIDE = 128;

    /// The same where a tiny autoencoder makes them, which may be whole.
    private static final int TINY_PREVIEW_SIDE = 512;

    private final Tensors tensors;
    private final Networks networks;
    private final UNet.Replayed denoiser;
    private final Autoencoder.Replayed decoder;
    private final TextStates texts;
    private final long wholeAtMost;
    private final Tiling tiling;
    private final BooleanSupplier makeRoom;

    /// @param networks their weights must outlive this object
    public Painter(Tensors tensors, Networks networks) {
        this(tensors, networks, () -> false);
    }

    /// @param makeRoom asked where memory does not suffice: frees what is not drawn with, and says
    ///                 whether there was any
    Painter(Tensors tensors, Networks networks, BooleanSupplier makeRoom) {
        this(tensors, networks, new TextStates(tensors, networks), WHOLE_AT_MOST, TILING, makeRoom);
    }

    /// @param texts       closed with this object
    /// @param wholeAtMost pixels above which a picture is coded in tiles
    Painter(Tensors tensors, Networks networks, TextStates texts, long wholeAtMost, Tiling tiling) {
        this(tensors, networks, texts, wholeAtMost, tiling, () -> false);
    }

    private Painter(
            Tensors tensors,
            Networks networks,
            TextStates texts,
            long wholeAtMost,
            Tiling tiling,
            BooleanSupplier makeRoom) {
        this.tensors = tensors;
        this.networks = networks;
        this.wholeAtMost = wholeAtMost;
        this.tiling = tiling;
        this.makeRoom = makeRoom;
        denoiser = networks.unet().replayed();
        decoder = networks.autoencoder().replayed();
        this.texts = texts;
    }

    /// @param pictures          in the order of the seeds
    /// @param atOnce            so many of them found room together, at least
    /// @param promptTokensCut   tokens of the prompt that had no room
    /// @param negativeTokensCut likewise of the negative prompt, 0 without guidance
    /// @param unknownWords      of the prompt: the text encoder can make nothing of them
    public record Drawn(
            List<Png.Pixels> pictures,
            int atOnce,
            int promptTokensCut,
            int negativeTokensCut,
            List<String> unknownWords) {}

    private record Batch(List<Png.Pixels> pictures, int atOnce) {}

    public Networks networks() {
        return networks;
    }

    /// Draws all pictures at once; where memory does not suffice for that, once more after what is not
    /// drawn with has made room, then half of the pictures, then the others, and so on. There are no
    /// previews of such halves.
    ///
    /// @throws IllegalArgumentException when size or steps do not suit the model
    /// @throws NotFiniteException       when the model computes no numbers
    public Drawn draw(PictureRequest request, PictureListener listener) {
        return draw(request, listener, () -> {});
    }

    /// As above.
    /// @param goOn called where the autoencoder takes long, before each part; an exception of its ends the
    ///             drawing too
    public Drawn draw(PictureRequest request, PictureListener listener, Runnable goOn) {
        int factor = networks.autoencoder().config().factor();
        if (request.width() % factor != 0 || request.height() % factor != 0) {
            throw new IllegalArgumentException("Width and height must be multiples of %d, were %d × %d"
                    .formatted(factor, request.width(), request.height()));
        }
        // one that plays no part must not give the prompt its length either
        String negative = Guided.guides(request.guidance()) ? request.negativePrompt() : "";
        TextStates.Pair text = withRoom(() -> texts.of(request.prompt(), negative, request.clipSkip()));
        try {
            PictureRequest.Start from = request.start();
            StartPicture start = from == null ? null : new StartPicture(from, request.width(), request.height());
            Batch batch = fitting(request, start, text, listener, goOn);
            List<Png.Pixels> pictures = batch.pictures();
            if (start != null) {
                pictures = pictures.stream().map(start::kept).toList();
            }
            return new Drawn(
                    pictures,
                    batch.atOnce(),
                    text.prompt().cut(),
                    text.negative().cut(),
                    text.prompt().unknownWords());
        } finally {
            texts.trim();
        }
    }

    private Batch fitting(
            PictureRequest request,
            @Nullable StartPicture start,
            TextStates.Pair text,
            PictureListener listener,
            Runnable goOn) {
        List<Long> seeds = request.seeds();
        try {
            return new Batch(withRoom(() -> together(request, start, text, listener, goOn)), seeds.size());
        } catch (EngineException | OutOfMemoryError full) {
            if (seeds.size() == 1 || !Faults.wantsMemory(full)) {
                throw full;
            }
        }
        tensors.releaseUnused();
        int half = seeds.size() / 2;
        System.err.printf("Memory does not suffice for %d pictures at once: drawing %d%n", seeds.size(), half);
        var pictures = new ArrayList<Png.Pixels>();
        int atOnce = half;
        for (List<Long> part : List.of(seeds.subList(0, half), seeds.subList(half, seeds.size()))) {
            int done = pictures.size();
            PictureListener partly = (step, steps, preview) ->
                    listener.stepped(Math.max(1, (done * steps + part.size() * step) / seeds.size()), steps, List::of);
            Batch drawn = fitting(request.withSeeds(part), start, text, partly, goOn);
            pictures.addAll(drawn.pictures());
            atOnce = Math.min(atOnce, drawn.atOnce());
        }
        return new Batch(pictures, atOnce);
    }

    private List<Png.Pixels> together(
            PictureRequest request,
            @Nullable StartPicture start,
            TextStates.Pair text,
            PictureListener listener,
            Runnable goOn) {
        return tensors.step(
                false,
                () -> decode(denoise(request, canvas(request, start, goOn), text, listener), this::decoded, goOn));
    }

    /// Once more where memory did not suffice and there was some to free.
    private <R> R withRoom(Supplier<R> work) {
        try {
            return work.get();
        } catch (EngineException | OutOfMemoryError full) {
            if (!Faults.wantsMemory(full) || !makeRoom.getAsBoolean()) {
                throw full;
            }
        }
        return work.get();
    }

    /// Noise from the seeds, and the picture to start from as latents.
    private Canvas canvas(PictureRequest request, @Nullable StartPicture start, Runnable goOn) {
        Autoencoder autoencoder = networks.autoencoder();
        int factor = autoencoder.config().factor();
        var noise = new PictureNoise(tensors, request.noise(), request.seeds());
        NDArray first = noise.first(new Shape(
                request.seeds().size(),
                networks.unet().config().inChannels(),
                request.height() / factor,
                request.width() / factor));
        PictureRequest.Start from = request.start();
        if (start == null || from == null) {
            return Canvas.blank(first, request.steps(), noise);
        }
        NDArray image = encoded(start.planes(tensors), goOn);
        return new Canvas(first, request.steps(), from.strength(), image, start.latentMask(tensors, factor), noise);
    }

    /// @return (B, C, H, W) latents
    NDArray denoise(PictureRequest request, Canvas canvas, TextStates.Pair text, PictureListener listener) {
        int pictures = request.seeds().size();
        Condition texts =
                Guided.texts(text.negative().condition(), text.prompt().condition(), request.guidance());
        UNet.Texts read = networks.unet().read(networks.precision().entry(tensors, texts.states()));
        NDArray pooled = texts.pooled();
        UNet.Added added = pooled == null
                ? null
                : new UNet.Added(pooled.repeat(0, pictures), sizes(request, pictures * Math.toIntExact(read.number())));
        var guided = new Guided(
                tensors,
                (latents, timestep) -> predict(latents, timestep, read, added),
                request.guidance(),
                request.guidanceRescale());
        Sampler sampler = Samplers.of(request.sampler(), tensors, networks.schedule());
        return sampler.sample(
                guided, canvas, (step, steps, latents, clean) -> listener.stepped(step, steps, () -> preview(clean)));
    }

    private NDArray predict(NDArray latents, double timestep, UNet.Texts texts, UNet.@Nullable Added added) {
        int rows = (int) latents.getShape().get(0);
        float[] timesteps = new float[rows];
        Arrays.fill(timesteps, (float) timestep);
        Precision precision = networks.precision();
        NDArray predicted =
                denoiser.predict(precision.entry(tensors, latents), tensors.of(timesteps, rows), texts, added);
        return precision.exit(tensors, predicted);
    }

    /// What the XL family is told of sizes: a source as large as the picture, nothing cut off.
    private NDArray sizes(PictureRequest request, int rows) {
        float[] each = {request.height(), request.width(), 0, 0, request.height(), request.width()};
        var all = new float[rows * each.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(each, 0, all, row * each.length, each.length);
        }
        return tensors.of(all, rows, each.length);
    }

    private List<Png.Pixels> preview(NDArray clean) {
        return tensors.step(false, () -> {
            TinyDecoder tiny = networks.previews();
            NDArray small = clean;
            long side = Math.max(clean.getShape().get(2), clean.getShape().get(3))
                    * networks.autoencoder().config().factor();
            long most = tiny == null ? Math.min(PREVIEW_SIDE, side / 2) : TINY_PREVIEW_SIDE;
            for (; side > most; side /= 2) {
                small = tensors.upsampleNearest(
                        small,
                        Math.max(1, small.getShape().get(2) / 2),
                        Math.max(1, small.getShape().get(3) / 2));
            }
            return decode(small, tiny == null ? this::decoded : tiny::decode, () -> {});
        });
    }

    /// @param latents (B, C, H, W)
    private List<Png.Pixels> decode(NDArray latents, UnaryOperator<NDArray> decoder, Runnable goOn) {
        int factor = networks.autoencoder().config().factor();
        int height = (int) latents.getShape().get(2) * factor;
        int width = (int) latents.getShape().get(3) * factor;
        int pictures = (int) latents.getShape().get(0);
        int atOnce = Math.clamp(DECODED_AT_ONCE / ((long) width * height), 1, pictures);
        var decoded = new ArrayList<Png.Pixels>();
        for (int from = 0; from < pictures; from += atOnce) {
            goOn.run();
            String range = from + ":" + Math.min(pictures, from + atOnce);
            float[] planes = (long) width * height > wholeAtMost
                    ? decodedInTiles(latents.get(range), goOn)
                    : tensors.step(false, () -> tensors.toFloats(decoder.apply(latents.get(range))));
            requireFinite(planes);
            for (int offset = 0; offset < planes.length; offset += 3 * width * height) {
                decoded.add(Png.Pixels.ofPlanes(planes, offset, width, height));
            }
        }
        return decoded;
    }

    /// @param latents (1, C, H, W)
    private float[] decodedInTiles(NDArray latents, Runnable goOn) {
        int factor = networks.autoencoder().config().factor();
        int height = (int) latents.getShape().get(2);
        int width = (int) latents.getShape().get(3);
        return tiling.whole(
                height, width, networks.autoencoder().config().outChannels(), factor, (top, left, rows, columns) -> {
                    goOn.run();
                    return tensors.step(
                            false, () -> tensors.toFloats(decoded(window(latents, top, left, rows, columns))));
                });
    }

    /// @param planes (1, 3, H · factor, W · factor)
    /// @return (1, C, H, W)
    private NDArray encoded(NDArray planes, Runnable goOn) {
        Autoencoder autoencoder = networks.autoencoder();
        int factor = autoencoder.config().factor();
        int height = (int) planes.getShape().get(2) / factor;
        int width = (int) planes.getShape().get(3) / factor;
        if ((long) width * height * factor * factor <= wholeAtMost) {
            return encodedWhole(planes);
        }
        int channels = autoencoder.config().latentChannels();
        float[] latents = tiling.whole(height, width, channels, 1, (top, left, rows, columns) -> {
            goOn.run();
            return tensors.step(
                    false,
                    () -> tensors.toFloats(encodedWhole(
                            window(planes, top * factor, left * factor, rows * factor, columns * factor))));
        });
        return tensors.of(latents, 1, channels, height, width);
    }

    private NDArray encodedWhole(NDArray planes) {
        Precision precision = networks.precision().ofAutoencoder();
        return precision.exit(tensors, networks.autoencoder().latents(precision.entry(tensors, planes)));
    }

    private static NDArray window(NDArray whole, int top, int left, int rows, int columns) {
        return whole.get(":, :, %d:%d, %d:%d".formatted(top, top + rows, left, left + columns));
    }

    private NDArray decoded(NDArray latents) {
        Precision precision = networks.precision().ofAutoencoder();
        return precision.exit(tensors, decoder.decode(precision.entry(tensors, latents)));
    }

    private static void requireFinite(float[] planes) {
        for (float value : planes) {
            if (!Float.isFinite(value)) {
                throw new NotFiniteException("The picture has values that are not finite");
            }
        }
    }

    @Override
    public void close() {
        denoiser.close();
        decoder.close();
        texts.close();
    }
}
