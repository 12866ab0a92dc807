package art.pinhua.registry;

import art.pinhua.platform.Roles;
import art.pinhua.platform.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Models over HTTP: what is known, what is served, and the import of a pipeline folder.
@Path("/api")
public class RegistryResource {
    private final Registry registry;
    private final PipelineInspector inspector;

    RegistryResource(Registry registry, PipelineInspector inspector) {
        this.registry = registry;
        this.inspector = inspector;
    }

    public record ModelVersionView(
            UUID id,
            int number,
            String name,
            UUID baseModelId,
            String baseModelName,
            @Nullable UUID adapterId,
            @Nullable String adapterSha256,
            int width,
            int height,
            boolean serving,
            Instant createdAt) {

        static ModelVersionView of(ModelVersion version, boolean serving) {
            var adapter = version.adapter();
            return new ModelVersionView(
                    version.id(),
                    version.number(),
                    version.name(),
                    version.baseModel().id(),
                    version.baseModel().name(),
                    adapter == null ? null : adapter.id(),
                    adapter == null ? null : adapter.sha256(),
                    version.baseModel().width(),
                    version.baseModel().height(),
                    serving,
                    version.createdAt());
        }
    }

    public record ServingView(ModelVersionView modelVersion, long revision, Instant since) {}

    /// @param folder pipeline folder in diffusers layout, on the machine of the application
    public record NewBaseModel(
            @NotBlank @Size(max = 1000) String folder,
            @Nullable @Size(max = 200) String name) {}

    @GET
    @Path("/model-versions")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public List<ModelVersionView> modelVersions() {
        var served = registry.servedId();
        return registry.versions().stream()
                .map(version -> ModelVersionView.of(version, served.equals(Optional.of(version.id()))))
                .toList();
    }

    @GET
    @Path("/model-versions/{id}")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public ModelVersionView modelVersion(@PathParam("id") UUID id) {
        var version = registry.version(id);
        return ModelVersionView.of(version, registry.servedId().equals(Optional.of(id)));
    }

    @GET
    @Path("/serving")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public ServingView serving() {
        var serving = registry.serving();
        return new ServingView(ModelVersionView.of(serving.modelVersion(), true), serving.revision(), serving.since());
    }

    @GET
    @Path("/base-models")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public List<ModelVersion.BaseModel> baseModels() {
        return registry.baseModels();
    }

    /// Reads the folder first without the engine (a quick no), then with it (every weight), then makes it known.
    @POST
    @Path("/base-models")
    @RunOnVirtualThread
    @RolesAllowed(Roles.ADMIN)
    public ModelVersionView importPipeline(@Valid NewBaseModel wish) {
        var folder = java.nio.file.Path.of(wish.folder()).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw ProblemException.invalid("folder", "is no folder on the machine of the application: " + folder);
        }
        PipelineReading.of(folder);
        inspector.inspect(folder.toString());
        var name = wish.name() == null || wish.name().isBlank()
                ? folder.getFileName().toString()
                : wish.name();
        var version = registry.registerBaseModel(name, folder.toString());
        return ModelVersionView.of(version, registry.servedId().equals(Optional.of(version.id())));
    }
}
