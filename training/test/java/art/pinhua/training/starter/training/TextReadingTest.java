package art.pinhua.training.starter.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.model.ClipTextConfig;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.starter.SmallCurriculum;
import art.pinhua.training.starter.TokenizerBuilder;
import art.pinhua.training.tensor.Tensors;
import art.pinhua.training.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReadingTest {
    private static final int STEPS = 200;

    @TempDir
    Path folder;

    /// From knowing nothing, when leaving every trait open is the best guess, to most of what unseen captions state.
    @Test
    void aTextEncoderLearnsWhatCaptionsState() {
        var curriculum = new SmallCurriculum(64);
        var tokenizer = Tokenizer.parse(curriculum.tokenizer(), TokenizerBuilder.configuration(curriculum.positions()));
        var config = new ClipTextConfig(
                tokenizer.vocabularySize(), 64, 128, 1, 2, curriculum.positions(), "quick_gelu", 1e-5, 2, 3, 0, 0);
        try (Tensors tensors = Tensors.cpu(1)) {
            var plan = new TextReading.Plan(STEPS, 32, STEPS);
            var reading = new TextReading(
                    tensors,
                    curriculum.training(1),
                    tokenizer,
                    config,
                    FreshWeights.textEncoder(tensors, ClipTextEncoder.shapes(config), 1),
                    plan,
                    1,
                    new Progress(folder, "text encoder", STEPS, plan.batch()));
            double before = reading.right();
            for (long step = 0; step < STEPS; step++) {
                reading.step(step);
            }
            double after = reading.right();
            assertTrue(before < .35 && after > .7, () -> "read right before " + before + ", after " + after);

            // a character that no caption uses is as neutral as any other
            int width = config.hiddenSize();
            float[] tokens = tensors.toFloats(reading.learnt().sequencedValues().stream()
                    .filter(array -> array.getShape().get(0) == tokenizer.vocabularySize())
                    .findFirst()
                    .orElseThrow());
            assertNotEquals(token(tokenizer, "鼎"), token(tokenizer, "鳄"));
            assertArrayEquals(row(tokens, tokenizer, "鼎", width), row(tokens, tokenizer, "鳄", width));
        }
    }

    private static float[] row(float[] tokens, Tokenizer tokenizer, String text, int width) {
        int token = token(tokenizer, text);
        return Arrays.copyOfRange(tokens, token * width, (token + 1) * width);
    }

    private static int token(Tokenizer tokenizer, String text) {
        var words = tokenizer.encode(text);
        assertEquals(3, words.tokens());
        return Math.toIntExact(words.ids()[1]);
    }
}
