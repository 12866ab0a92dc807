package art.pinhua.training.generate;

import static art.pinhua.training.parity.Fixtures.assertSays;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.io.PipelineFiles;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.parity.Fixtures;
import art.pinhua.training.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartSizesTest {
    private static final Path FOLDER = Fixtures.path("xl/pipeline");

    @Test
    void aSmallerVocabularyIsAnotherModels() throws IOException {
        var sizes = PartSizes.of(PipelineFiles.open(FOLDER), FOLDER);
        sizes.requireWholeVocabulary();
        var encoder = sizes.texts().getFirst().encoder();
        var smaller = new PartSizes.Text(Tokenizer.read(Fixtures.path("pipeline/tokenizer")), encoder);
        var mixed = new PartSizes(List.of(smaller), sizes.unet(), sizes.autoencoder(), sizes.previews());
        assertSays(
                "237 numbers, the checkpoint's text encoder knows 595",
                assertThrows(UnsupportedModelException.class, mixed::requireWholeVocabulary));
    }

    @Test
    void aTaughtWordWithoutAVectorIsRefused(@TempDir Path folder) throws IOException {
        Path copy = MicroPipeline.copied(FOLDER, folder.resolve("copy"));
        PartSizes.of(PipelineFiles.open(copy), copy).requireFit();
        Files.writeString(copy.resolve("tokenizer/added_tokens.json"), "{\"<cat-toy>\": 595}");
        var sizes = PartSizes.of(PipelineFiles.open(copy), copy);
        assertSays(
                "The tokenizer has 596 numbers, the text encoder knows 595",
                assertThrows(UnsupportedModelException.class, sizes::requireFit));
    }
}
