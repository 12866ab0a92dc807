package art.pinhua.training.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.parity.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Learned words looked at before they are let in.
class WordInspectionTest {
    /// Width of the micro pipeline's text encoder.
    private static final int WIDTH = 32;

    @TempDir
    private Path folder;

    @Test
    void aSoundWordIsDescribed() throws IOException {
        Path file = word(tensor("emb_params", ElementType.F16, 3, WIDTH));
        EngineAnswer.WordInspected found = inspected(file, MicroPipeline.FOLDER);
        assertEquals(3, found.tokens());
        assertEquals(List.of(WIDTH), found.widths());
        Path single = word(new Safetensors.Tensor(
                "<robe>", ElementType.F32, List.of((long) WIDTH), ByteBuffer.allocate(4 * WIDTH)));
        assertEquals(1, inspected(single, MicroPipeline.FOLDER).tokens());
    }

    @Test
    void aWordOfTheXlFamilyHasVectorsForBothTextEncoders() throws IOException {
        Path both = Fixtures.path("xl/word.safetensors");
        Path xl = Fixtures.path("xl/pipeline");
        EngineAnswer.WordInspected found = inspected(both, xl);
        assertEquals(2, found.tokens());
        assertEquals(List.of(64, 64), found.widths());
        assertUnusable("is for 2 text encoders, the model has 1", both, MicroPipeline.FOLDER);
        assertUnusable(
                "is for 1 text encoders, the model has 2", word(tensor("emb_params", ElementType.F32, 1, 64)), xl);
        Path narrow = word(tensor("clip_l", ElementType.F32, 1, 64), tensor("clip_g", ElementType.F32, 1, 48));
        assertUnusable("is 48 wide, the text_encoder_2 of this model 64", narrow, xl);
    }

    @Test
    void anotherWidthIsRefused() throws IOException {
        Path wide = word(tensor("emb_params", ElementType.F32, 2, WIDTH + 1));
        assertUnusable("is 33 wide, the text_encoder of this model 32", wide, MicroPipeline.FOLDER);
    }

    @Test
    void numbersThatAreNoneAreRefused() throws IOException {
        for (float none : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 65_536}) {
            var bytes = ByteBuffer.allocate(4 * 2 * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putFloat(4 * (2 * WIDTH - 1), none);
            Path file = word(new Safetensors.Tensor("emb_params", ElementType.F32, List.of(2L, (long) WIDTH), bytes));
            assertUnusable("emb_params holds numbers that are not finite", file, MicroPipeline.FOLDER);
        }
    }

    @Test
    void picklesAndOtherFilesAreRefused() throws IOException {
        Path pickle = Files.write(folder.resolve("word.pt"), new byte[] {(byte) 0x80, 2, '}', 'q', 0, '.', 0, 0, 0, 0});
        assertUnusable("pickle", pickle, MicroPipeline.FOLDER);
        assertUnusable("no textual inversion", Fixtures.path("lora/text.kohya.safetensors"), MicroPipeline.FOLDER);
        Path many = word(tensor("emb_params", ElementType.F32, 257, WIDTH));
        assertUnusable("no textual inversion", many, MicroPipeline.FOLDER);
        assertRefused(EngineFailure.WORD_NOT_FOUND, "nowhere", Path.of("/nowhere"), MicroPipeline.FOLDER);
        assertRefused(EngineFailure.MODEL_NOT_FOUND, "nowhere", many, Path.of("/nowhere"));
    }

    @Test
    void textEncodersOfAnotherKindTakeNone() throws IOException {
        Path pipeline = MicroPipeline.copied(folder.resolve("bert"));
        Files.copy(
                Fixtures.path("bert/config.json"),
                pipeline.resolve("text_encoder/config.json"),
                StandardCopyOption.REPLACE_EXISTING);
        Path file = word(tensor("emb_params", ElementType.F32, 1, WIDTH));
        assertUnusable("the text_encoder of this model is a BERT", file, pipeline);
    }

    private static Safetensors.Tensor tensor(String name, ElementType type, int tokens, int width) {
        return new Safetensors.Tensor(
                name, type, List.of((long) tokens, (long) width), ByteBuffer.allocate(tokens * width * type.bytes()));
    }

    private Path word(Safetensors.Tensor... tensors) throws IOException {
        Path file = folder.resolve("word.safetensors");
        Safetensors.write(file, List.of(tensors), Map.of());
        return file;
    }

    private static EngineAnswer.WordInspected inspected(Path file, Path pipeline) throws IOException {
        return ModelInspection.inspectWord(new EngineRequest.InspectWord("i", file.toString(), pipeline.toString()));
    }

    private static void assertUnusable(String named, Path file, Path pipeline) {
        assertRefused(EngineFailure.WORD_UNUSABLE, named, file, pipeline);
    }

    private static void assertRefused(EngineFailure code, String named, Path file, Path pipeline) {
        var refusal = assertThrows(EngineFault.class, () -> inspected(file, pipeline));
        assertEquals(code, refusal.code(), refusal.getMessage());
        Fixtures.assertSays(named, refusal);
    }
}
