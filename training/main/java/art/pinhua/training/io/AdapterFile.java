package art.pinhua.training.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A file of low-rank adapters. Written in kohya's form only, which every tool reads; read in every form (see
/// [AdapterNames]). Every tensor must find its layer, because loaders elsewhere drop what they do not know.
public final class AdapterFile implements AutoCloseable {
    /// The networks that can carry adapters.
    public enum Part {
        UNET("unet."),
        TEXT_ENCODER("text_encoder."),
        /// The second one of the XL family.
        TEXT_ENCODER_2("text_encoder_2.");

        private final String prefix;

        Part(String prefix) {
            this.prefix = prefix;
        }

        /// What the names of its tensors begin with in diffusers' form.
        String prefix() {
            return prefix;
        }
    }

    /// A layer of a network, by its module path (`down_blocks.0.attentions.0.….to_q`).
    public record Site(Part part, String path) {}

    /// The change of one layer: `strength · alpha / rank · up · down` is added to its weight.
    ///
    /// @param down (rank, in), of a convolution (rank, in, k, k); name and dimensions as the layer wants them
    /// @param up   (out, rank), of a convolution (out, rank, 1, 1)
    public record Change(Site site, Safetensors.Tensor down, Safetensors.Tensor up, double alpha) {
        public long rank() {
            return down.shape().getFirst();
        }
    }

    /// Bytes of a file at most; likewise of a learned word.
    public static final long LARGEST = 4L << 30;

    /// Numbers that the adapter of a layer may have however small the layer is: tools give all layers
    /// the same rank.
    private static final long ALWAYS_TAKEN = 16L << 20;

    /// As of all numbers of an adapter.
    private static final double LARGEST_ALPHA = 65_536;

    /// Begins the names of learned words that OneTrainer puts into an adapter.
    private static final String BUNDLED = "bundle_emb.";

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,256}");
    private static final int MOST_NAMED = 10;

    private final Safetensors file;
    private final List<Change> changes;

    private AdapterFile(Safetensors file, List<Change> changes) {
        this.file = file;
        this.changes = changes;
    }

    /// Maps a file and matches it with the layers of a model.
    ///
    /// @param weights shapes of the model's weights by key, per network
    /// @throws InvalidFileException naming the tensors that fit no layer, or what else is wrong
    public static AdapterFile open(Path path, Map<Part, ? extends Map<String, long[]>> weights) throws IOException {
        Safetensors file = Safetensors.openSmall(path);
        try {
            return new AdapterFile(file, new Matcher(file, new AdapterNames(weights)).match());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// Writes kohya's form, atomically. The metadata gains the entries by which tools recognise an adapter.
    /// @param changes all of one type, F16 for exchange, F32 for exactness
    public static void write(Path path, Collection<Change> changes, Map<String, String> metadata) throws IOException {
        if (changes.isEmpty() || metadata.containsKey(PeftSettings.METADATA)) {
            throw new IllegalArgumentException("An adapter file has changes, and no entry " + PeftSettings.METADATA);
        }
        var tensors = new ArrayList<Safetensors.Tensor>();
        for (Change change : changes) {
            String name = AdapterNames.kohya(change.site());
            ElementType type = change.down().type();
            tensors.add(new Safetensors.Tensor(
                    name + ".lora_down.weight",
                    type,
                    change.down().shape(),
                    change.down().bytes()));
            tensors.add(new Safetensors.Tensor(
                    name + ".lora_up.weight",
                    type,
                    change.up().shape(),
                    change.up().bytes()));
            tensors.add(new Safetensors.Tensor(name + ".alpha", type, List.of(), number(type, change.alpha())));
        }
        var entries = new TreeMap<String, String>();
        entries.put("ss_network_module", "networks.lora");
        entries.put("ss_network_dim", distinct(changes, Change::rank));
        entries.put("ss_network_alpha", distinct(changes, Change::alpha));
        entries.putAll(metadata);
        Safetensors.write(path, tensors, entries);
    }

    private static String distinct(Collection<Change> changes, Function<Change, Object> property) {
        List<String> values =
                changes.stream().map(property).map(Object::toString).distinct().toList();
        return values.size() == 1 ? values.getFirst() : "Dynamic";
    }

    private static ByteBuffer number(ElementType type, double value) {
        ByteBuffer bytes = ByteBuffer.allocate(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F16 -> bytes.putShort(Float.floatToFloat16((float) value));
            case F32 -> bytes.putFloat((float) value);
            default -> throw new IllegalArgumentException("Adapters are written as F16 or F32, not " + type);
        }
        return bytes.flip();
    }

    /// Sorted by network and path. The bytes are pages of the file.
    public List<Change> changes() {
        return changes;
    }

    /// Reads every number. One that is none, or beyond all bounds, would spoil each picture drawn with it.
    /// @param goOn called before each layer; an exception of its ends the reading
    /// @throws InvalidFileException naming the first tensor with such a number
    public void requireBounded(Runnable goOn) throws InvalidFileException {
        for (Change change : changes) {
            goOn.run();
            for (Safetensors.Tensor tensor : List.of(change.down(), change.up())) {
                if (!tensor.bounded()) {
                    throw new InvalidFileException(
                            file.file(),
                            "its tensor " + Shown.name(tensor.name())
                                    + " holds numbers that are not finite, or not below 65,536");
                }
                tensor.unload();
            }
        }
    }

    public Map<String, String> metadata() {
        return file.metadata();
    }

    @Override
    public void close() {
        file.close();
    }

    /// Puts the tensors of one file together.
    private static final class Matcher {
        /// The tensors of one layer as they come.
        private static final class Found {
            Safetensors.@Nullable Tensor down;
            Safetensors.@Nullable Tensor up;

            @Nullable
            Double alpha;
        }

        private final Safetensors file;
        private final AdapterNames names;
        private final Map<Site, Found> found = new LinkedHashMap<>();
        private @Nullable PeftSettings settings;

        Matcher(Safetensors file, AdapterNames names) {
            this.file = file;
            this.names = names;
        }

        List<Change> match() throws IOException {
            var strangers = new ArrayList<String>();
            for (Safetensors.Tensor tensor : file.tensors().values()) {
                if (tensor.name().startsWith(BUNDLED)) {
                    throw fault("it bundles learned words, such as '" + Shown.name(tensor.name())
                            + "'. Train it without 'bundle additional embeddings', then import the LoRA and each"
                            + " word by itself");
                }
                if (!PLAIN_NAME.matcher(tensor.name()).matches()) {
                    throw fault("its tensor '" + Shown.name(tensor.name())
                            + "' has another name than 1 to 256 of the characters A-Z a-z 0-9 _ . -");
                }
                AdapterNames.Place place = names.place(tensor.name());
                if (place == null) {
                    strangers.add(tensor.name());
                } else {
                    accept(place, tensor);
                }
            }
            if (!strangers.isEmpty() || found.isEmpty()) {
                String shown = strangers.stream()
                        .sorted()
                        .limit(MOST_NAMED)
                        .map(Shown::name)
                        .collect(Collectors.joining(", "));
                throw fault(ForeignAdapter.advice(strangers)
                        + "%d of %d tensors fit no layer of the model: %s"
                                .formatted(strangers.size(), file.tensors().size(), shown));
            }
            var changes = new ArrayList<Change>();
            List<Site> sites = found.keySet().stream()
                    .sorted(Comparator.comparing(Site::part).thenComparing(Site::path))
                    .toList();
            for (Site site : sites) {
                changes.add(change(site, Objects.requireNonNull(found.get(site))));
            }
            return List.copyOf(changes);
        }

        private void accept(AdapterNames.Place place, Safetensors.Tensor tensor) throws InvalidFileException {
            Found layer = found.computeIfAbsent(place.site(), site -> new Found());
            Object before = switch (place.role()) {
                case DOWN -> layer.down;
                case UP -> layer.up;
                case ALPHA -> layer.alpha;
            };
            if (before != null) {
                throw fault(place.site().path() + " has two adapters");
            }
            switch (place.role()) {
                case DOWN -> layer.down = tensor;
                case UP -> layer.up = tensor;
                case ALPHA -> layer.alpha = number(tensor);
            }
        }

        private Change change(Site site, Found layer) throws InvalidFileException {
            if (layer.down == null || layer.up == null) {
                throw fault(site.path() + " has only half an adapter");
            }
            requireNumbers(layer.down);
            requireNumbers(layer.up);
            long[] weight = names.weight(site);
            Safetensors.Tensor down = shaped(layer.down, weight.length);
            Safetensors.Tensor up = shaped(layer.up, weight.length);
            long rank = down.shape().isEmpty() ? 0 : down.shape().getFirst();
            List<Long> wantedDown = new ArrayList<>();
            List<Long> wantedUp = new ArrayList<>(List.of(weight[0], rank));
            wantedDown.add(rank);
            for (int i = 1; i < weight.length; i++) {
                wantedDown.add(weight[i]);
            }
            while (wantedUp.size() < weight.length) {
                wantedUp.add(1L);
            }
            if (rank < 1 || !down.shape().equals(wantedDown) || !up.shape().equals(wantedUp)) {
                throw fault("%s has down %s and up %s, its layer wants %s and %s"
                        .formatted(site.path(), down.shape(), up.shape(), wantedDown, wantedUp));
            }
            long most = Math.max(ALWAYS_TAKEN, 2 * LongStream.of(weight).reduce(1, Math::multiplyExact));
            if (numbers(down) + numbers(up) > most) {
                throw fault("%s has an adapter of rank %d, which is more than twice as large as its layer"
                        .formatted(site.path(), rank));
            }
            double alpha = layer.alpha != null ? layer.alpha : settings().alpha(site.part(), rank);
            if (!(Math.abs(alpha) < LARGEST_ALPHA)) {
                throw fault(site.path() + " has the alpha " + alpha);
            }
            return new Change(site, down, up, alpha);
        }

        private static long numbers(Safetensors.Tensor tensor) {
            return tensor.bytes().remaining() / tensor.type().bytes();
        }

        private void requireNumbers(Safetensors.Tensor tensor) throws InvalidFileException {
            switch (tensor.type()) {
                case F32, F16, BF16 -> {}
                default ->
                    throw fault("its tensor %s is of %s; adapters are read as F32, F16 or BF16"
                            .formatted(Shown.name(tensor.name()), tensor.type()));
            }
        }

        /// A linear layer's matrix may be stored as a 1×1 convolution, and the other way round.
        private static Safetensors.Tensor shaped(Safetensors.Tensor tensor, int dimensions) {
            List<Long> shape = tensor.shape();
            if (dimensions == 4 && shape.size() == 2) {
                shape = List.of(shape.get(0), shape.get(1), 1L, 1L);
            } else if (dimensions == 2 && shape.size() == 4 && shape.get(2) == 1 && shape.get(3) == 1) {
                shape = shape.subList(0, 2);
            }
            return new Safetensors.Tensor(tensor.name(), tensor.type(), shape, tensor.bytes());
        }

        private double number(Safetensors.Tensor tensor) throws InvalidFileException {
            ByteBuffer bytes = tensor.bytes();
            if (bytes.remaining() != tensor.type().bytes()) {
                throw fault(tensor.name() + " is not one number");
            }
            return switch (tensor.type()) {
                case F64 -> bytes.getDouble(0);
                case F32 -> bytes.getFloat(0);
                case F16 -> Float.float16ToFloat(bytes.getShort(0));
                case BF16 -> Float.intBitsToFloat(bytes.getShort(0) << 16);
                case I64 -> bytes.getLong(0);
                default -> throw fault(tensor.name() + " has the type " + tensor.type());
            };
        }

        /// Read once, when the first layer asks: a file may have thousands of layers.
        private PeftSettings settings() throws InvalidFileException {
            PeftSettings read = settings == null ? PeftSettings.of(file) : settings;
            settings = read;
            return read;
        }

        private InvalidFileException fault(String text) {
            return new InvalidFileException(file.file(), text);
        }
    }
}
