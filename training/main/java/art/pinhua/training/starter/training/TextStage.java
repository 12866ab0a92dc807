package art.pinhua.training.starter.training;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.PipelineFolder.Network;
import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.starter.Curriculum;
import art.pinhua.training.starter.TokenizerBuilder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The tokenizer and the text encoder of a starter training. An encoder that fits whole, numbers words
/// alike and was taught all that captions are made of is taken over as it is; another learns to read
/// first.
final class TextStage {
    /// A minute on two threads, after which hardly anything is misread.
    private static final TextReading.Plan PLAN = new TextReading.Plan(600, 64, 100);

    private final Tensors tensors;
    private final ClipTextConfig config;
    private final Tokenizer tokenizer;
    private final SequencedMap<String, NDArray> weights;
    private final Optional<TextReading> reading;

    TextStage(Path folder, Tensors tensors, StarterSizes sizes, Wish wish) throws IOException {
        this.tensors = tensors;
        this.tokenizer = Tokenizer.parse(
                sizes.curriculum().tokenizer(),
                TokenizerBuilder.configuration(sizes.curriculum().positions()));
        this.config = sizes.text(tokenizer.vocabularySize());
        Map<String, long[]> shapes = ClipTextEncoder.shapes(config);
        this.weights = FreshWeights.textEncoder(tensors, shapes, wish.seed() + 2);
        Beginning beginning = wish.beginning(tensors);
        if (beginning.fits(shapes, Network.TEXT_ENCODER) && reads(beginning, sizes.curriculum(), folder)) {
            beginning.into(weights, Network.TEXT_ENCODER);
            this.reading = Optional.empty();
        } else {
            var plan = StarterPlan.fixed(folder.resolve("text.json"), TextReading.Plan.class, () -> PLAN);
            this.reading = Optional.of(new TextReading(
                    tensors,
                    sizes.curriculum().training(wish.seed()),
                    tokenizer,
                    config,
                    weights,
                    plan,
                    wish.seed(),
                    new Progress(folder, "text encoder", plan.steps(), plan.batch())));
        }
    }

    /// Whether the earlier text encoder reads what captions say. A folder of an earlier version goes on
    /// as it began: there it is not asked whether that encoder was taught all their words.
    private static boolean reads(Beginning beginning, Curriculum curriculum, Path folder) {
        return beginning.tells(curriculum.tokenizer())
                && (!LearntCaptions.areIn(folder) || beginning.taught(TaughtTokens.of(curriculum)));
    }

    /// What has to be trained before the rest is asked for; empty where an earlier text encoder is taken over.
    Optional<TextReading> reading() {
        return reading;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    ClipTextConfig config() {
        return config;
    }

    /// By key, in fp32.
    SequencedMap<String, NDArray> learnt() {
        return reading.map(TextReading::learnt).orElse(weights);
    }

    /// The network with these weights.
    ClipTextEncoder encoder(SequencedMap<String, NDArray> learnt) {
        return ClipTextEncoder.of(tensors, config, learnt, Map.of());
    }
}
