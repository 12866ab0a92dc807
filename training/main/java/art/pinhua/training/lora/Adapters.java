package art.pinhua.training.lora;

import ai.djl.ndarray.NDArray;
import art.pinhua.training.io.AdapterFile;
import art.pinhua.training.io.AdapterFile.Part;
import art.pinhua.training.io.AdapterFile.Site;
import art.pinhua.training.io.Safetensors;
import art.pinhua.training.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// The adapters of one or several files at chosen strengths, ready to be attached to networks. Attaching is giving
/// [#of] to the constructor of a network over the same weights; the base model is not read or changed.
///
/// It owns its arrays.
public final class Adapters implements AutoCloseable {
    /// A file and how much of it: 1 as it was trained, 0 nothing, negative the opposite.
    public record Strength(AdapterFile file, double strength) {
        public Strength {
            if (!Double.isFinite(strength)) {
                throw new IllegalArgumentException("strength must be finite, was " + strength);
            }
        }
    }

    private final SequencedMap<Site, Lora> bySite;

    private Adapters(SequencedMap<Site, Lora> bySite) {
        this.bySite = bySite;
    }

    /// A change of one layer, and how much of it.
    private record Scaled(AdapterFile.Change change, double strength) {}

    /// Loads adapters; their effects add up. The files may be closed afterwards. Call it outside a step.
    public static Adapters load(Tensors tensors, List<Strength> files) {
        return load(tensors, bySite(files));
    }

    /// Loads the adapters of one layer after the other, so that no more than those of one take memory.
    /// Call it outside a step.
    /// @param use gets the sum of a layer's adapters, which is closed after it
    public static void forEach(Tensors tensors, List<Strength> files, BiConsumer<Site, Lora> use) {
        bySite(files).forEach((site, changes) -> {
            try (Adapters one = load(tensors, Map.of(site, changes))) {
                one.bySite.forEach(use);
            }
        });
    }

    private static SequencedMap<Site, List<Scaled>> bySite(List<Strength> files) {
        var sites = new LinkedHashMap<Site, List<Scaled>>();
        for (Strength file : files) {
            for (AdapterFile.Change change : file.file().changes()) {
                sites.computeIfAbsent(change.site(), site -> new ArrayList<>())
                        .add(new Scaled(change, file.strength()));
            }
        }
        return sites;
    }

    private static Adapters load(Tensors tensors, Map<Site, List<Scaled>> sites) {
        var loading = new Loading(tensors);
        try {
            var sums = new LinkedHashMap<Site, Lora>();
            sites.forEach((site, changes) -> sums.put(
                    site, loading.sum(changes.stream().map(loading::lora).toList())));
            return new Adapters(sums);
        } catch (RuntimeException | Error e) {
            loading.made.forEach(NDArray::close);
            throw e;
        }
    }

    /// Arrays on their way; all of them are closed if one cannot be made.
    private static final class Loading {
        private final Tensors tensors;
        private final List<NDArray> made = new ArrayList<>();

        Loading(Tensors tensors) {
            this.tensors = tensors;
        }

        Lora lora(Scaled scaled) {
            AdapterFile.Change change = scaled.change();
            return new Lora(
                    loaded(change.down()),
                    loaded(change.up()),
                    made(tensors.scalar(scaled.strength() * change.alpha() / change.rank())));
        }

        /// The sum of several changes is one change, of the sum of their ranks.
        Lora sum(List<Lora> loras) {
            Lora sum = loras.getFirst();
            for (Lora next : loras.subList(1, loras.size())) {
                Lora before = sum;
                sum = new Lora(
                        kept(() -> before.down().concat(next.down(), 0)),
                        kept(() ->
                                before.up().mul(before.scale()).concat(next.up().mul(next.scale()), 1)),
                        made(tensors.scalar(1)));
                close(before);
                close(next);
            }
            return sum;
        }

        private NDArray loaded(Safetensors.Tensor stored) {
            return made(tensors.load(stored.bytes(), stored.type(), stored.dimensions()));
        }

        private NDArray kept(Supplier<NDArray> body) {
            return made(tensors.step(false, () -> tensors.keep(body.get())));
        }

        private NDArray made(NDArray array) {
            made.add(array);
            return array;
        }
    }

    /// The adapters of one network by module path; they belong to this object.
    public Map<String, Lora> of(Part part) {
        var byPath = new LinkedHashMap<String, Lora>();
        bySite.forEach((site, lora) -> {
            if (site.part() == part) {
                byPath.put(site.path(), lora);
            }
        });
        return byPath;
    }

    private static void close(Lora lora) {
        List.of(lora.down(), lora.up(), lora.scale()).forEach(NDArray::close);
    }

    @Override
    public void close() {
        bySite.values().forEach(Adapters::close);
        bySite.clear();
    }
}
