package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import art.pinhua.training.starter.Gallery;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.trainer.LearningRate;
import art.pinhua.training.trainer.Optimiser;
import art.pinhua.training.trainer.Trainee;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// Teaches the text encoder to read before the denoiser listens to it: a linear layer must tell from the sum of its
/// states which values of which traits a caption states. So words of one meaning lie together in both languages, and
/// each colour with the noun it belongs to. Afterwards it stays as it is, as that of Stable Diffusion, which was taught
/// on pairs of texts and pictures: a denoiser's gradient is mostly about scenery, and wears away what else was read.
///
/// B captions, L positions, V values of all traits.
final class TextReading implements Trainee {
    private static final String WEIGHT = "reading.weight";
    private static final String BIAS = "reading.bias";
    private static final String TOKENS = "embeddings.token_embedding.weight";

    /// Captions of the examination, whose indices no training batch comes to.
    private static final int EXAMINED = 512;
    private static final long FIRST_EXAMINED = 1L << 31;

    /// @param reportEvery steps between progress lines
    record Plan(int steps, int batch, int reportEvery) {}

    private final Tensors tensors;
    private final Gallery gallery;
    private final Tokenizer tokenizer;
    private final ClipTextConfig config;
    private final Plan plan;
    private final long seed;
    private final int values;
    private final SequencedMap<String, NDArray> texts;
    private final NDArray weight;
    private final NDArray bias;
    private final Optimiser optimiser;
    private final Descent descent;
    private final ClipTextEncoder encoder;
    private final Progress progress;

    /// @param texts weights of the text encoder, which learn in place
    TextReading(
            Tensors tensors,
            Gallery gallery,
            Tokenizer tokenizer,
            ClipTextConfig config,
            SequencedMap<String, NDArray> texts,
            Plan plan,
            long seed,
            Progress progress) {
        this.tensors = tensors;
        this.gallery = gallery;
        this.tokenizer = tokenizer;
        this.config = config;
        this.texts = texts;
        this.plan = plan;
        this.seed = seed;
        this.progress = progress;
        this.values = Arrays.stream(gallery.traits()).sum();
        this.weight = tensors.zeros(values, config.hiddenSize());
        this.bias = tensors.zeros(values);
        var weights = new LinkedHashMap<>(texts);
        weights.put(WEIGHT, weight);
        weights.put(BIAS, bias);
        this.optimiser = new Optimiser(tensors, new Optimiser.Settings(.9, .99, 1e-8, .01, 1, 0), weights);
        this.descent =
                new Descent(tensors, optimiser, LearningRate.cosine(1.5e-3, 1e-5, 50, plan.steps()), "text encoder");
        this.encoder = ClipTextEncoder.of(tensors, config, texts, Map.of());
    }

    /// @param ids   (B, L), one caption after the other
    /// @param words (B, L): 1 on the text and its marks, 0 on the padding
    /// @param said  (B, V): 1 for what is stated
    private record Batch(int size, long[] ids, float[] words, float[] said) {}

    private Batch batch(long first, int size) {
        int length = tokenizer.maxLength();
        var batch = new Batch(size, new long[size * length], new float[size * length], new float[size * values]);
        int[] traits = gallery.traits();
        for (int i = 0; i < size; i++) {
            long visit = Counter.bits(seed, Stream.CAPTION, first, i) >>> 52; // 0 … 4095
            var words = tokenizer.encode(gallery.caption(first + i, visit));
            System.arraycopy(words.ids(), 0, batch.ids(), i * length, length);
            Arrays.fill(batch.words(), i * length, i * length + words.tokens(), 1);
            int[] stated = gallery.stated(first + i, visit);
            for (int trait = 0, at = i * values; trait < traits.length; at += traits[trait++]) {
                if (stated[trait] >= 0) {
                    batch.said()[at + stated[trait]] = 1;
                }
            }
        }
        return batch;
    }

    /// @return (B, V), above 0 where a value is read
    private NDArray read(Batch batch) {
        int length = tokenizer.maxLength();
        NDArray states = encoder.encode(tensors.ofLongs(batch.ids(), batch.size(), length));
        NDArray whole =
                states.mul(tensors.of(batch.words(), batch.size(), length, 1)).sum(new int[] {1});
        return tensors.linear(whole, weight, bias);
    }

    @Override
    public void step(long step) {
        progress.stepping(step);
        Batch batch = batch(step * plan.batch(), plan.batch());
        descent.step(step, () -> loss(batch));
    }

    private NDArray loss(Batch batch) {
        NDArray read = read(batch);
        NDArray said = tensors.of(batch.said(), batch.size(), values);
        NDArray unread = tensors.logSigmoid(tensors.mul(read, -1));
        // log σ(x) for what is said, log σ(−x) for what is not; log σ(x) − log σ(−x) = x
        return tensors.mul(unread.add(said.mul(read)).mean(), -1);
    }

    /// Share of the traits of captions never trained on that are read right: the value stated, or that none is.
    double right() {
        int[] traits = gallery.traits();
        Batch batch = batch(FIRST_EXAMINED, EXAMINED);
        float[] read = tensors.step(false, () -> tensors.toFloats(read(batch)));
        int right = 0;
        for (int i = 0; i < EXAMINED; i++) {
            for (int trait = 0, at = i * values; trait < traits.length; at += traits[trait++]) {
                right += value(read, at, traits[trait], 0) == value(batch.said(), at, traits[trait], .5f) ? 1 : 0;
            }
        }
        return (double) right / (EXAMINED * traits.length);
    }

    /// The place of the largest among `count` numbers, -1 where none is above the threshold.
    private static int value(float[] numbers, int from, int count, float threshold) {
        int best = -1;
        for (int i = 0; i < count; i++) {
            if (numbers[from + i] > (best < 0 ? threshold : numbers[from + best])) {
                best = i;
            }
        }
        return best;
    }

    /// The text encoder's weights, by key. Tokens that no caption has used get the mean of the used ones: neutral,
    /// where
    /// their first random numbers would be noise.
    SequencedMap<String, NDArray> learnt() {
        NDArray embedding = texts.get(TOKENS);
        NDArray second = optimiser.state().get("second/" + TOKENS);
        if (embedding == null || second == null) {
            throw new IllegalStateException("The text encoder has no " + TOKENS);
        }
        float[] numbers = tensors.toFloats(embedding);
        UnusedTokens.neutralise(numbers, tensors.toFloats(second), config.hiddenSize());
        var learnt = new LinkedHashMap<>(texts);
        learnt.put(TOKENS, tensors.of(numbers, embedding.getShape().getShape()));
        return learnt;
    }

    Plan plan() {
        return plan;
    }

    @Override
    public SequencedMap<String, NDArray> state() {
        return optimiser.state();
    }

    @Override
    public void after(long done) {
        if (done % plan.reportEvery() == 0 || done == plan.steps()) {
            progress.report(done, String.format(Locale.ROOT, "read right %.1f %%", 100 * right()));
        }
    }

    @Override
    public void saved(long done, String file) {
        progress.say("text encoder " + file + " written");
    }
}
