package art.pinhua.training.starter.training;

import art.pinhua.training.io.AtomicFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.model.Autoencoder;
import art.pinhua.training.model.ClipTextEncoder;
import art.pinhua.training.model.UNet;
import art.pinhua.training.starter.TokenizerBuilder;
import art.pinhua.training.text.Tokenizer;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a starter training takes of the disk.
record Footprint(StarterSizes sizes, Wish wish) {
    /// Two are kept while the next is written.
    private static final int CHECKPOINTS = 3;

    /// Weights, both moments, averages; of what Muon takes, one moment less.
    private static final int ARRAYS = 4;

    /// The pipeline's files are replaced one by one.
    private static final int EXPORTS = 2;

    /// What a training writes; the rest is too small to count.
    private static final List<String> OWN =
            List.of("pictures.bin", "latents.bin", "autoencoder", "text", "denoiser", "export");

    private static final long MEBIBYTE = 1 << 20;

    /// What killed writings left is as good as free: it is deleted before their stages go on.
    /// @throws TrainingException when the disk has not the room for what is not there yet
    void check(Path folder) throws IOException {
        check(folder, Files.getFileStore(folder).getUsableSpace() + own(folder, AtomicFile::isUnfinished));
    }

    /// @param free bytes
    void check(Path folder, long free) throws IOException {
        long lacking = bytes() - own(folder, file -> !AtomicFile.isUnfinished(file));
        if (lacking > free) {
            throw new TrainingException(
                    "%s: the training needs %d MiB more there, and %d are free. Make room, or name another --folder"
                            .formatted(folder, lacking / MEBIBYTE + 1, free / MEBIBYTE));
        }
    }

    /// Bytes of the training's files that count. Other people's files in the folder are none of its.
    private static long own(Path folder, Predicate<Path> counted) throws IOException {
        long sum = 0;
        for (String name : OWN) {
            Path own = folder.resolve(name);
            if (Files.exists(own)) {
                try (Stream<Path> files = Files.walk(own)) {
                    sum += files.filter(Files::isRegularFile)
                            .filter(counted)
                            .mapToLong(file -> file.toFile().length())
                            .sum();
                }
            }
        }
        return sum;
    }

    /// Pictures, latents, checkpoints and exports, when all is done.
    long bytes() {
        long drawn =
                (long) (wish.pictures() + AutoencoderTraining.heldOutPictures()) * Pictures.recordBytes(sizes.side());
        long autoencoder = numbers(Autoencoder.shapes(sizes.autoencoder()));
        long denoiser = numbers(UNet.shapes(sizes.denoiser()));
        long text = numbers(ClipTextEncoder.shapes(sizes.text(vocabulary())));
        long exported = (long) EXPORTS * ElementType.F16.bytes() * (autoencoder + denoiser + text);
        long trained = wish.trainsAutoencoder() ? autoencoder : 0;
        if (wish.decoderOnly()) {
            return drawn + checkpoints(trained) + exported;
        }
        return drawn + latents() + checkpoints(trained + denoiser + text) + exported;
    }

    private long latents() {
        long side = sizes.side() / sizes.autoencoder().factor();
        return (long) wish.pictures() * sizes.autoencoder().latentChannels() * side * side * Float.BYTES;
    }

    private static long checkpoints(long numbers) {
        return (long) CHECKPOINTS * ARRAYS * Float.BYTES * numbers;
    }

    private int vocabulary() {
        var configuration = TokenizerBuilder.configuration(sizes.curriculum().positions());
        return Tokenizer.parse(sizes.curriculum().tokenizer(), configuration).vocabularySize();
    }

    private static long numbers(Map<String, long[]> shapes) {
        return shapes.values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .sum();
    }
}
