package art.pinhua.registry;

import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.contract.ModelSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Where the files of a model version lie on this machine.
@ApplicationScoped
public class ModelFiles {
    private static final String SHIPPED_EARLIER = " They came with an earlier version of the product: how to"
            + " bring them back, docs/operations.md says under \"Upgrading\".";

    private final Registry registry;
    private final Blobs blobs;
    private final ImportedFolders imported;

    ModelFiles(Registry registry, Blobs blobs, ImportedFolders imported) {
        this.registry = registry;
        this.blobs = blobs;
        this.imported = imported;
    }

    /// Refuses when the pipeline folder is no longer there.
    public ModelSource source(UUID modelVersionId) {
        return source(modelVersionId, List.of(), List.of());
    }

    /// An adapter laid over a model version.
    public record Laid(String sha256, double strength) {}

    /// With further adapters, whose effects add up, and with learned words of the base model.
    /// @param words their ids
    public ModelSource source(UUID modelVersionId, List<Laid> further, List<UUID> words) {
        var version = registry.version(modelVersionId);
        var pipeline = pipeline(version.baseModel());
        var adapters = new ArrayList<ModelSource.Adapter>();
        var own = version.adapter();
        if (own != null) {
            adapters.add(new ModelSource.Adapter(blobs.file(own.sha256()).toString(), version.strength()));
        }
        for (Laid laid : further) {
            adapters.add(new ModelSource.Adapter(blobs.file(laid.sha256()).toString(), laid.strength()));
        }
        return new ModelSource(pipeline.toString(), adapters, words(words));
    }

    /// What reading prompts takes: no adapters, which play no part in it, and no weights.
    /// @param words their ids
    public ModelSource texts(ModelVersion version, List<UUID> words) {
        return new ModelSource(pipeline(version.baseModel()).toString(), List.of(), words(words));
    }

    /// What the base models are called whose files lie there; other places are left out.
    public Map<Path, String> namesAt(Set<Path> pipelines) {
        var names = new HashMap<Path, String>();
        for (var each : registry.baseModels()) {
            var place = imported.place(each.folder());
            if (pipelines.contains(place)) {
                names.putIfAbsent(place, each.name());
            }
        }
        return names;
    }

    /// The pipeline folder or the one file of a base model, as an absolute path.
    public Path pipeline(ModelVersion.BaseModel baseModel) {
        var folder = imported.place(baseModel.folder());
        if (!Files.isDirectory(folder) && !Files.isRegularFile(folder)) {
            throw new ProblemException(
                    RegistryProblem.NOT_SERVABLE,
                    "The files of " + baseModel.name() + " are missing: " + folder + "."
                            + (imported.isShipped(baseModel.folder()) ? SHIPPED_EARLIER : ""));
        }
        return folder;
    }

    private List<ModelSource.Word> words(List<UUID> words) {
        return registry.learnedWords(words).stream()
                .map(each -> new ModelSource.Word(blobs.file(each.sha256()).toString(), each.word()))
                .toList();
    }
}
