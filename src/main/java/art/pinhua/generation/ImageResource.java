package art.pinhua.generation;

import art.pinhua.platform.Roles;
import art.pinhua.platform.blob.BlobAnswer;
import art.pinhua.registry.Registry;
import art.pinhua.training.contract.NoiseKind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Images for signed-in people, with all that made them. Raters never come here.
@Path("/api/images")
public class ImageResource {
    private final Images images;
    private final Registry registry;

    ImageResource(Images images, Registry registry) {
        this.images = images;
        this.registry = registry;
    }

    /// @param seed as text, because JavaScript numbers are too short for it
    public record ImageView(
            UUID id,
            String url,
            String sha256,
            UUID generationId,
            UUID modelVersionId,
            String modelVersionName,
            String prompt,
            String negativePrompt,
            String seed,
            int steps,
            double guidance,
            String sampler,
            double guidanceRescale,
            NoiseKind noise,
            @Nullable UUID startImageId,
            @Nullable Double strength,
            int width,
            int height,
            Instant createdAt) {}

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public ImageView one(@PathParam("id") UUID id) {
        var image = images.view(id);
        return new ImageView(
                image.id(),
                Images.url(image.id()),
                image.sha256(),
                image.generationId(),
                image.modelVersionId(),
                registry.version(image.modelVersionId()).name(),
                image.prompt(),
                image.negativePrompt(),
                Long.toString(image.seed()),
                image.steps(),
                image.guidance(),
                image.sampler(),
                image.guidanceRescale(),
                image.noise(),
                image.startImageId(),
                image.strength(),
                image.width(),
                image.height(),
                image.createdAt());
    }

    @GET
    @Path("/{id}/file")
    @Produces({"image/png", MediaType.APPLICATION_OCTET_STREAM})
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public Response file(@PathParam("id") UUID id, @HeaderParam("Range") @Nullable String range) {
        return BlobAnswer.of(images.bytes(id), range);
    }
}
