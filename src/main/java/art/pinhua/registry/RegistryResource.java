package art.pinhua.registry;

import art.pinhua.platform.Roles;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Models over HTTP: what is known, what is served, what can be laid over it.
@Path("/api")
public class RegistryResource {
    private final Registry registry;
    private final SecurityIdentity identity;

    RegistryResource(Registry registry, SecurityIdentity identity) {
        this.registry = registry;
        this.identity = identity;
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

    /// What the model is drawn with from now on where a request says nothing else.
    @PUT
    @Path("/base-models/{id}/usual-sampling")
    @RunOnVirtualThread
    @RolesAllowed(Roles.ADMIN)
    public ModelVersion.BaseModel setUsualSampling(@PathParam("id") UUID id, @Valid @NotNull UsualSampling usual) {
        int most = usual.sampler().mostSteps();
        if (usual.steps() > most) {
            throw ProblemException.invalid("steps", "must be at most " + most + " with the sampler " + usual.sampler());
        }
        return registry.setUsualSampling(id, usual);
    }

    /// What can be laid over model versions in the playground, newest first.
    @GET
    @Path("/adapters")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public List<AdapterCard> adapters() {
        return registry.adapters();
    }

    /// What prompts can call for, or could until it was withdrawn; newest first.
    @GET
    @Path("/learned-words")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public List<LearnedWord> learnedWords() {
        return registry.learnedWords();
    }

    /// Whatever is asked for from now on is drawn without the word, and another file may have it.
    @POST
    @Path("/learned-words/{id}/withdraw")
    @RunOnVirtualThread
    @RolesAllowed(Roles.ADMIN)
    public void withdraw(@PathParam("id") UUID id) {
        registry.withdrawWord(id, identity.getPrincipal().getName());
    }
}
