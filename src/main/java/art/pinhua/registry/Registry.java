package art.pinhua.registry;

import art.pinhua.platform.audit.AuditLog;
import art.pinhua.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What other slices may know and do about models.
@ApplicationScoped
public class Registry {
    private final ModelVersions versions;
    private final Aliases aliases;
    private final AuditLog audit;

    Registry(ModelVersions versions, Aliases aliases, AuditLog audit) {
        this.versions = versions;
        this.aliases = aliases;
        this.audit = audit;
    }

    public List<ModelVersion> versions() {
        return versions.all();
    }

    public ModelVersion version(UUID id) {
        return versions.byId(id).orElseThrow(() -> ProblemException.notFound("model version", id));
    }

    public List<ModelVersion.BaseModel> baseModels() {
        return versions.baseModels();
    }

    /// The version served now; refuses while there is none.
    public Serving serving() {
        return aliases.position(Aliases.CURRENT)
                .map(at -> new Serving(version(at.modelVersionId()), at.revision(), at.since()))
                .orElseThrow(
                        () -> new ProblemException(RegistryProblem.NOTHING_SERVED, "Import a pipeline folder first."));
    }

    /// The id of the version served now, if there is one.
    public Optional<UUID> servedId() {
        return aliases.position(Aliases.CURRENT).map(Aliases.Position::modelVersionId);
    }

    /// Makes an adapter and its model version known; the same adapter again gives the same version.
    @Transactional
    public ModelVersion register(NewAdapter adapter, double strength) {
        return versions.addVersion(adapter.name(), adapter.baseModelId(), versions.addAdapter(adapter), strength);
    }

    /// Makes a base model and its bare model version known; the first one ever is served at once.
    @Transactional
    public ModelVersion registerBaseModel(String name, String folder) {
        var reading = PipelineReading.of(Path.of(folder).toAbsolutePath());
        var baseModel = versions.addBaseModel(name, folder, reading);
        var version = versions.addVersion(name, baseModel.id(), null, 1);
        aliases.place(Aliases.CURRENT, version.id());
        audit.record(
                "base-model.imported",
                version.id(),
                Map.of("name", name, "folder", folder, "digest", baseModel.digest()));
        return version;
    }

    /// Serves another version from now on, in the caller's transaction.
    /// Refuses when the alias is no longer at the revision the caller decided on.
    @Transactional
    public long promote(UUID modelVersionId, long expectedRevision) {
        version(modelVersionId);
        if (!aliases.move(Aliases.CURRENT, modelVersionId, expectedRevision)) {
            throw new ProblemException(
                    RegistryProblem.ALIAS_MOVED,
                    "The alias is no longer at revision " + expectedRevision + "; look again and decide again.");
        }
        return expectedRevision + 1;
    }
}
