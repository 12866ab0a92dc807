package art.pinhua.registry;

import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.contract.ModelSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// Where the files of a model version lie on this machine.
@ApplicationScoped
public class ModelFiles {
    private final Registry registry;
    private final Blobs blobs;

    ModelFiles(Registry registry, Blobs blobs) {
        this.registry = registry;
        this.blobs = blobs;
    }

    /// Refuses when the pipeline folder is no longer there.
    public ModelSource source(UUID modelVersionId) {
        var version = registry.version(modelVersionId);
        var pipeline = pipeline(version.baseModel());
        var adapter = version.adapter();
        return new ModelSource(
                pipeline.toString(),
                adapter == null
                        ? List.of()
                        : List.of(new ModelSource.Adapter(
                                blobs.file(adapter.sha256()).toString(), version.strength())));
    }

    /// The pipeline folder of a base model, as an absolute path.
    public Path pipeline(ModelVersion.BaseModel baseModel) {
        var folder = Path.of(baseModel.folder()).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw new ProblemException(
                    RegistryProblem.NOT_SERVABLE,
                    "The pipeline folder of " + baseModel.name() + " is missing: " + folder + ".");
        }
        return folder;
    }
}
