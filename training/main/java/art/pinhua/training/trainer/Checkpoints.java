package art.pinhua.training.trainer;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.io.AtomicFile;
import art.pinhua.training.io.ElementType;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The resumable states of one training, in a folder: `step-N.safetensors`, each beside its SHA-256.
///
/// A file counts only if its checksum is there and right, so a kill or a full disk at any moment costs no more
/// than the steps since the checkpoint before. The last two are kept. What a kill left half written is
/// deleted when the folder is opened, which one training at a time may do.
public final class Checkpoints {
    private static final int KEPT = 2;
    private static final Pattern NAME = Pattern.compile("step-(\\d+)\\.safetensors");

    private final Tensors tensors;
    private final Path folder;
    private final Map<String, String> identity;
    private long lastStep;

    /// @param identity what a checkpoint belongs to (digests of configuration and data by name): one that was
    ///                 written
    ///                 under another identity is refused
    public Checkpoints(Tensors tensors, Path folder, Map<String, String> identity) throws IOException {
        this.tensors = tensors;
        this.folder = Files.createDirectories(folder);
        AtomicFile.deleteUnfinished(folder);
        this.identity = Map.copyOf(identity);
    }

    /// The step of the checkpoint last written or restored, 0 for none.
    public long lastStep() {
        return lastStep;
    }

    /// @param state fp32 arrays by name
    /// @param numbers further state by name
    /// @return name of the file
    /// @throws TrainingException when an array holds a number that is not finite; the checkpoints before stay
    public String write(long step, SequencedMap<String, NDArray> state, Map<String, String> numbers)
            throws IOException {
        state.forEach((name, array) -> checkFinite(name, tensors.toBytes(array)));
        var planned = new ArrayList<Safetensors.Planned>(); // all at once would be as large on the heap as the file
        state.forEach((name, array) -> planned.add(new Safetensors.Planned(
                name, ElementType.F32, boxed(array), () -> ByteBuffer.wrap(tensors.toBytes(array)))));
        var metadata = new HashMap<String, String>();
        identity.forEach((name, value) -> metadata.put("identity." + name, value));
        numbers.forEach((name, value) -> metadata.put("number." + name, value));
        Path file = folder.resolve(String.format(Locale.ROOT, "step-%08d.safetensors", step));
        Safetensors.writeEach(file, planned, metadata);
        AtomicFile.write(checksumFile(file), FileDigest.of(file).getBytes(StandardCharsets.UTF_8));
        lastStep = step;
        List<Path> all = newestFirst();
        for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
            Files.deleteIfExists(checksumFile(old));
            Files.deleteIfExists(old);
        }
        return file.getFileName().toString();
    }

    private static void checkFinite(String name, byte[] bytes) {
        var values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        while (values.hasRemaining()) {
            float value = values.get();
            if (!Float.isFinite(value)) {
                throw new TrainingException("No checkpoint was written: %s holds %s".formatted(name, value));
            }
        }
    }

    /// Fills `state` from the newest sound checkpoint; damaged ones are passed over.
    /// @return the numbers stored with it; empty, and [#lastStep] 0, when there is none
    /// @throws TrainingException when the checkpoint belongs to another training
    public Map<String, String> restoreInto(SequencedMap<String, NDArray> state) throws IOException {
        Optional<Path> newest = newest();
        if (newest.isEmpty()) {
            return Map.of();
        }
        Path file = newest.get();
        try (var stored = Safetensors.open(file)) {
            checkIdentity(file, stored.metadata());
            copy(file, stored, state);
            lastStep = stepOf(file);
            return numbers(stored.metadata());
        }
    }

    /// The step of the newest sound checkpoint, 0 for none.
    public long newestStep() throws IOException {
        return newest().map(Checkpoints::stepOf).orElse(0L);
    }

    /// The numbers stored with it, whichever training it belongs to; empty when there is none.
    public Map<String, String> newestNumbers() throws IOException {
        Optional<Path> newest = newest();
        if (newest.isEmpty()) {
            return Map.of();
        }
        try (var stored = Safetensors.open(newest.get())) {
            return numbers(stored.metadata());
        }
    }

    private Optional<Path> newest() throws IOException {
        for (Path file : newestFirst()) {
            if (isSound(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static boolean isSound(Path file) throws IOException {
        return Files.exists(checksumFile(file))
                && Files.readString(checksumFile(file)).equals(FileDigest.of(file));
    }

    private void checkIdentity(Path file, Map<String, String> metadata) {
        identity.forEach((name, value) -> {
            String found = metadata.getOrDefault("identity." + name, "nothing");
            if (!found.equals(value)) {
                throw new TrainingException(
                        "%s belongs to another training: its %s is %s, not %s".formatted(file, name, found, value));
            }
        });
    }

    private void copy(Path file, Safetensors stored, SequencedMap<String, NDArray> state) {
        if (!stored.tensors().keySet().equals(state.keySet())) {
            throw new TrainingException(
                    file + " holds other arrays than this training has: another version may have written it."
                            + " Go on with that version, or begin anew in another folder");
        }
        tensors.step(false, () -> {
            var sources = new ArrayList<NDArray>();
            state.forEach((name, target) -> {
                Safetensors.Tensor tensor = stored.tensors().get(name);
                if (tensor == null || !tensor.shape().equals(boxed(target))) {
                    throw new TrainingException("%s: %s has not the shape %s".formatted(file, name, target.getShape()));
                }
                sources.add(tensors.load(tensor.bytes(), tensor.type(), tensor.dimensions()));
            });
            tensors.copyInto(List.copyOf(state.values()), sources);
            return null;
        });
    }

    private static List<Long> boxed(NDArray array) {
        var shape = new ArrayList<Long>();
        for (long dimension : array.getShape().getShape()) {
            shape.add(dimension);
        }
        return shape;
    }

    private static Map<String, String> numbers(Map<String, String> metadata) {
        var numbers = new HashMap<String, String>();
        metadata.forEach((name, value) -> {
            if (name.startsWith("number.")) {
                numbers.put(name.substring("number.".length()), value);
            }
        });
        return numbers;
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted((a, b) -> Long.compare(stepOf(b), stepOf(a)))
                    .toList();
        }
    }

    private static long stepOf(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException("Not a checkpoint: " + file);
        }
        return Long.parseLong(name.group(1));
    }

    private static Path checksumFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }
}
