package art.pinhua.training.generate;

import static art.pinhua.training.parity.Fixtures.assertSays;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.io.InvalidFileException;
import art.pinhua.training.io.Png;
import art.pinhua.training.io.TinyFiles;
import art.pinhua.training.model.UnsupportedModelException;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A tiny autoencoder in a pipeline's folder makes the previews, and nothing else.
class PreviewModelTest {
    private static final Path TINY = MicroPipeline.resource("/parity/tiny");

    @TempDir
    Path folder;

    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    @Test
    void itMakesThePreviewsAndNotThePicture() throws IOException {
        Path plain = Path.of("models/starter-64");
        Path quick = copied(plain);
        copy(TINY, quick.resolve(TinyFiles.FOLDER));
        Seen without = seen(plain);
        Seen with = seen(quick);
        assertArrayEquals(without.picture.rgb(), with.picture.rgb());
        assertEquals(32, without.preview.width());
        assertEquals(64, with.preview.width());
    }

    private record Seen(Png.Pixels preview, Png.Pixels picture) {}

    private Seen seen(Path pipeline) throws IOException {
        try (var base = BaseModel.read(tensors, pipeline);
                var painter = new Painter(tensors, base.networks(tensors))) {
            var previews = new ArrayList<Png.Pixels>();
            var request = new PictureRequest("人", "", List.of(3L), 2, 3, SamplerKind.DDIM, 64, 64);
            var drawn = painter.draw(request, (step, steps, preview) -> {
                if (step < steps) {
                    previews.addAll(preview.get());
                }
            });
            assertEquals(1, previews.size());
            return new Seen(previews.getFirst(), drawn.pictures().getFirst());
        }
    }

    @Test
    void whatDoesNotFitTheModelIsRefused() throws IOException {
        Path other = copied(MicroPipeline.FOLDER); // enlarges eight times
        copy(TINY, other.resolve(TinyFiles.FOLDER));
        Runnable reading = () -> {
            throw new IllegalStateException("weights are read");
        };
        var refusal = assertThrows(
                UnsupportedModelException.class,
                () -> BaseModel.read(tensors, other, Precision.FP32, Layout.ROWS, reading));
        assertSays("enlarges 4 times, the vae 8 times", refusal);

        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.createDirectory(empty.resolve(TinyFiles.FOLDER));
        assertSays("taesd_decoder", assertThrows(InvalidFileException.class, () -> TinyFiles.of(empty)));
    }

    @Test
    void itIsNoPartOfWhatARunIsMadeOf() throws IOException {
        Path model = copied(MicroPipeline.FOLDER);
        String before = ModelInspection.digest(model);
        copy(TINY, model.resolve(TinyFiles.FOLDER));
        assertEquals(before, ModelInspection.digest(model));
        Files.writeString(model.resolve("model_index.json"), "{}");
        assertNotEquals(before, ModelInspection.digest(model));
    }

    private Path copied(Path pipeline) throws IOException {
        Path copy = folder.resolve(pipeline.getFileName().toString());
        copy(pipeline, copy);
        return copy;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path file : tree.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
