package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Weighted and long texts of the XL family, by what holds of them whatever the weights.
class XlTextsTest extends OpenPipeline {
    @BeforeAll
    void open() throws IOException {
        open(Fixtures.path("xl/pipeline"));
    }

    @Test
    void weightsMoveStatesFromThoseOfTheEmptyText() {
        try (var texts = new TextStates(tensors, painter.networks(), 1)) {
            float[] plain = states(texts, "red robe");
            float[] empty = states(texts, "");
            float[] weighted = states(texts, "red (robe:1.5)");
            int width = plain.length / 20;
            for (int i = 0; i < plain.length; i++) {
                float factor = i / width == 2 ? 1.5f : 1; // after the opening mark and `red`
                assertEquals(empty[i] + factor * (plain[i] - empty[i]), weighted[i], 1e-4f);
            }
            assertArrayEquals(plain, states(texts, "red robe"), "the same words without brackets");
            float[] silenced = states(texts, "(red robe:0)");
            for (int i = 0; i < 3 * width; i++) {
                assertEquals(empty[i], silenced[i], 1e-5f);
            }
        }
    }

    private float[] states(TextStates texts, String text) {
        return tensors.toFloats(texts.of(text, "the", 0).prompt().condition().states());
    }

    @Test
    void longTextsAreReadInWindowsAndBothTextsGetAsMany() {
        String words = "red ".repeat(17) + "(robe:1.5) " + "night ".repeat(30);
        try (var texts = new TextStates(tensors, painter.networks(), 2)) {
            TextStates.Pair pair = texts.of(words, "the river", 0);
            assertEquals(40, pair.prompt().condition().states().getShape().get(1));
            assertEquals(40, pair.negative().condition().states().getShape().get(1));
            assertEquals(48 - 36, pair.prompt().cut());
            assertEquals(0, pair.negative().cut());
            float[] both = tensors.toFloats(pair.prompt().condition().states());
            float[] second = states(texts, "night ".repeat(18).strip());
            assertEquals(second.length, both.length / 2);
            for (int i = 0; i < second.length; i++) {
                assertEquals(second[i], both[second.length + i], 1e-4f);
            }
        }
    }
}
