package art.pinhua.training.trainer;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.data.NoisyBatch;
import art.pinhua.training.data.PreferenceData;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.PromptEncoder;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A snapshot as the denoiser sees it: latents of the pictures, computed once, and states of the
/// prompts. Prompts are read as they were when the pictures were drawn, but for one thing: beside longer
/// ones a prompt has as many windows as they, the last of them empty (decision 14). To be made outside
/// of a step; the latents live as long as the engine.
final class StudyMaterial {
    private static final int ENCODED_AT_ONCE = 16;

    /// Bounds memory: so many, one picture of 512 pixels, take a gigabyte.
    private static final long PIXELS_AT_ONCE = 1 << 18;

    /// Numbers in the states of texts that stay on the heap: 64 MB, some 280 windows of Stable Diffusion
    /// 1.5.
    private static final long NUMBERS_OF_TEXTS = 16 << 20;

    private final Tensors tensors;
    private final Networks networks;

    /// Not on the heap: of a picture of 512 pixels they take 64 kB.
    private final Map<String, NDArray> latents = new HashMap<>();

    private final PromptEncoder encoder;
    private final int clipSkip;
    private final Map<String, Integer> windows = new HashMap<>();
    private final RecentStates<Reading> texts = new RecentStates<>(this::encodeText, NUMBERS_OF_TEXTS);
    private final int channels;
    private final int side;

    /// A prompt in so many windows.
    private record Reading(String prompt, int windows) {}

    /// @throws IOException when a picture is missing, damaged or of another size than the model's
    StudyMaterial(Tensors tensors, Networks networks, PreferenceData data) throws IOException {
        this(tensors, networks, data, 0, Preparation.unwatched());
    }

    /// @param clipSkip    layers of the text encoder that the pictures were drawn without
    /// @param preparation hears of every picture
    StudyMaterial(Tensors tensors, Networks networks, PreferenceData data, int clipSkip, Preparation preparation)
            throws IOException {
        this(tensors, networks, new PromptEncoder(tensors, networks), data, clipSkip, preparation);
    }

    StudyMaterial(
            Tensors tensors,
            Networks networks,
            PromptEncoder encoder,
            PreferenceData data,
            int clipSkip,
            Preparation preparation)
            throws IOException {
        this.tensors = tensors;
        this.networks = networks;
        this.encoder = encoder;
        this.clipSkip = clipSkip;
        this.channels = networks.autoencoder().config().latentChannels();
        this.side = networks.unet().config().sampleSize();
        List<String> images = List.copyOf(data.images());
        int atOnce = atOnce(networks.nativeSize());
        for (int first = 0; first < images.size(); first += atOnce) {
            List<String> some = images.subList(first, Math.min(images.size(), first + atOnce));
            encode(data, some);
            preparation.did(some.size());
        }
    }

    /// @param pixels width and height of a picture
    static int atOnce(long pixels) {
        return Math.clamp(PIXELS_AT_ONCE / (pixels * pixels), 1, ENCODED_AT_ONCE);
    }

    private void encode(PreferenceData data, List<String> images) throws IOException {
        int pixels = networks.nativeSize();
        int size = 3 * pixels * pixels;
        var pictures = new float[images.size() * size];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(data.picture(images.get(i), pixels, pixels), 0, pictures, i * size, size);
        }
        float[] encoded = tensors.step(
                false,
                () -> tensors.toFloats(
                        networks.autoencoder().latents(tensors.of(pictures, images.size(), 3, pixels, pixels))));
        for (int i = 0; i < images.size(); i++) {
            var one = new float[latentSize()];
            System.arraycopy(encoded, i * one.length, one, 0, one.length);
            latents.put(images.get(i), tensors.of(one, one.length));
        }
    }

    private int latentSize() {
        return channels * side * side;
    }

    /// Layers of the text encoder that are left out.
    int clipSkip() {
        return clipSkip;
    }

    /// Numbers in the latents of one picture.
    long elements() {
        return latentSize();
    }

    /// Height times width of those.
    long places() {
        return (long) side * side;
    }

    /// The latents of these pictures, one after the other.
    float[] latents(List<String> images) {
        var joined = new float[images.size() * latentSize()];
        for (int i = 0; i < images.size(); i++) {
            NDArray one = latents.get(images.get(i));
            if (one == null) {
                throw new IllegalStateException("No latents of " + images.get(i));
            }
            System.arraycopy(tensors.toFloats(one), 0, joined, i * latentSize(), latentSize());
        }
        return joined;
    }

    /// Shape of `number` latents.
    long[] shape(long number) {
        return new long[] {number, channels, side, side};
    }

    /// What the denoiser takes for these prompts and this noise; belongs to the current step.
    Input input(List<String> prompts, NoisyBatch batch) {
        return input(prompts, prompts, batch);
    }

    /// As above, with as many windows of text as other prompts need: what is drawn beside a prompt has its length.
    Input input(List<String> prompts, List<String> beside, NoisyBatch batch) {
        int samples = batch.timesteps().length;
        return new Input(
                tensors.of(batch.noisy(), shape(samples)),
                tensors.of(batch.timestepsAsFloats(), samples),
                context(prompts, windows(beside)),
                tensors.of(batch.target(), shape(samples)));
    }

    /// @param target what the network should say
    record Input(NDArray noisy, NDArray timesteps, NDArray context, NDArray target) {}

    /// The most that any of them needs: a batch goes through the denoiser at once, so it has one length. When a prompt
    /// was drawn, only its negative prompt stood beside it.
    private int windows(List<String> prompts) {
        return prompts.stream()
                .mapToInt(prompt -> windows.computeIfAbsent(prompt, encoder::windows))
                .max()
                .orElseThrow();
    }

    /// (prompts, windows · tokens, width)
    private NDArray context(List<String> prompts, int windows) {
        var states = new ArrayList<float[]>();
        prompts.forEach(prompt -> states.add(texts.of(new Reading(prompt, windows))));
        int size = states.getFirst().length;
        var joined = new float[prompts.size() * size];
        for (int i = 0; i < prompts.size(); i++) {
            System.arraycopy(states.get(i), 0, joined, i * size, size);
        }
        int tokens = windows * networks.tokenizer().maxLength();
        return tensors.of(joined, prompts.size(), tokens, size / tokens);
    }

    private float[] encodeText(Reading reading) {
        return tensors.withoutRecording(() -> tensors.toFloats(
                encoder.condition(reading.prompt(), reading.windows(), clipSkip).states()));
    }
}
