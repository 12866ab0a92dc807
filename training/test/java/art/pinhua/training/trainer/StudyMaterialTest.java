package art.pinhua.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import art.pinhua.training.data.NoisyBatch;
import art.pinhua.training.data.PreferenceData;
import art.pinhua.training.generate.BaseModel;
import art.pinhua.training.generate.Networks;
import art.pinhua.training.generate.PromptEncoder;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prompts condition training as they conditioned drawing.
class StudyMaterialTest {
    private static final String PLAIN = "red robe";
    private static final String WEIGHTED = "(red:1.4) robe";
    private static final String LONG = "(night:1.2) " + "red robe ".repeat(30);

    private final Tensors tensors = Tensors.cpu(1);
    private final BaseModel base;
    private final Networks networks;
    private final PreferenceData data;
    private final int tokens;

    StudyMaterialTest(@TempDir Path folder) throws IOException {
        base = BaseModel.read(tensors, Fixtures.path("pipeline"));
        networks = base.networks(tensors);
        data = PreferenceData.read(SmallRun.in(folder, 1).snapshot());
        tokens = networks.tokenizer().maxLength();
    }

    @BeforeEach
    void oneWindow() {
        assertEquals(32, tokens, "one window, unless a test asks for more");
    }

    @AfterEach
    void close() {
        base.close();
        tensors.close();
    }

    /// The states of the first of these prompts in training.
    private float[] trained(StudyMaterial material, List<String> prompts, List<String> beside) {
        return tensors.step(true, () -> {
            int size = (int) material.elements() * prompts.size();
            var noisy = new NoisyBatch(new float[size], new float[size], new int[prompts.size()]);
            float[] all =
                    tensors.toFloats(material.input(prompts, beside, noisy).context());
            return Arrays.copyOf(all, all.length / prompts.size());
        });
    }

    private float[] drawn(PromptEncoder encoder, String prompt, int windows) {
        return drawn(encoder, prompt, windows, 0);
    }

    private float[] drawn(PromptEncoder encoder, String prompt, int windows, int clipSkip) {
        return tensors.step(
                false,
                () -> tensors.toFloats(
                        encoder.condition(prompt, windows, clipSkip).states()));
    }

    @Test
    void weightsCountInTrainingAsInDrawing() throws IOException {
        var material = new StudyMaterial(tensors, networks, data);
        var encoder = new PromptEncoder(tensors, networks);
        float[] weighted = trained(material, List.of(WEIGHTED), List.of(WEIGHTED));
        assertArrayEquals(drawn(encoder, WEIGHTED, 1), weighted);
        assertFalse(Arrays.equals(trained(material, List.of(PLAIN), List.of(PLAIN)), weighted));
        float[] escaped = trained(material, List.of("\\(red\\)"), List.of(""));
        assertArrayEquals(drawn(encoder, "\\(red\\)", 1), escaped);
    }

    /// The reference and the adapter would be asked under states that no picture is drawn with.
    @Test
    void layersThatDrawingLeavesOutAreLeftOut() throws IOException {
        var material = new StudyMaterial(tensors, networks, data, 1, Preparation.unwatched());
        var encoder = new PromptEncoder(tensors, networks);
        float[] read = trained(material, List.of(PLAIN), List.of(PLAIN));
        assertArrayEquals(drawn(encoder, PLAIN, 1, 1), read);
        assertFalse(Arrays.equals(drawn(encoder, PLAIN, 1), read));
        assertArrayEquals(drawn(encoder, "", 1, 1), trained(material, List.of(""), List.of("")));
    }

    /// To the bit, as runs before were trained.
    @Test
    void promptsWithoutBracketsAreTheTokenizersText() throws IOException {
        var material = new StudyMaterial(tensors, networks, data);
        long[] ids = networks.tokenizer().encode(PLAIN).ids();
        float[] before = tensors.step(
                false, () -> tensors.toFloats(networks.textEncoder().encode(tensors.ofLongs(ids, 1, ids.length))));
        assertArrayEquals(before, trained(material, List.of(PLAIN, ""), List.of(PLAIN)));
    }

    /// 16 pictures of 512 pixels would take 15 GB.
    @Test
    void largePicturesAreEncodedOneByOne() {
        assertEquals(16, StudyMaterial.atOnce(64));
        assertEquals(16, StudyMaterial.atOnce(128));
        assertEquals(4, StudyMaterial.atOnce(256));
        assertEquals(1, StudyMaterial.atOnce(512));
        assertEquals(1, StudyMaterial.atOnce(768));
    }

    @Test
    void batchHasTheWindowsOfItsLongestPrompt() throws IOException {
        var encoder = new PromptEncoder(tensors, networks, 3);
        var material = new StudyMaterial(tensors, networks, encoder, data, 0, Preparation.unwatched());
        assertEquals(3, encoder.windows(LONG));
        int width = networks.textEncoder().config().hiddenSize();
        float[] one = trained(material, List.of(PLAIN), List.of(PLAIN));
        assertEquals(tokens * width, one.length);
        float[] three = trained(material, List.of(PLAIN, LONG), List.of(PLAIN, LONG));
        assertArrayEquals(drawn(encoder, PLAIN, 3), three);
        assertArrayEquals(drawn(encoder, LONG, 3), trained(material, List.of(LONG), List.of(LONG)));
        // the empty prompt beside a long one
        List<String> empty = Collections.nCopies(2, "");
        assertArrayEquals(drawn(encoder, "", 3), trained(material, empty, List.of(PLAIN, LONG)));
    }
}
