package art.pinhua.generation;

import art.pinhua.generation.ImageRequest.LaidAdapter;
import art.pinhua.platform.Roles;
import art.pinhua.platform.blob.BlobAnswer;
import art.pinhua.platform.label.AigcLabel;
import art.pinhua.registry.AdapterCard;
import art.pinhua.registry.LearnedWord;
import art.pinhua.registry.Registry;
import art.pinhua.training.contract.NoiseKind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// Images for signed-in people, with all that made them; none that is still judged blind, since they may be raters too.
@Path("/api/images")
public class ImageResource {
    private static final SequencedMap<String, String> NOTHING = new LinkedHashMap<>();

    private final Images images;
    private final Registry registry;
    private final AigcLabel label;

    ImageResource(Images images, Registry registry, AigcLabel label) {
        this.images = images;
        this.registry = registry;
        this.label = label;
    }

    /// @param seed    as text, because JavaScript numbers are too short for it
    /// @param maskUrl where the mask is that says what of the start image was drawn anew; absent without one
    /// @param words   learned words that the prompts have
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
            @Nullable String maskUrl,
            List<LaidAdapter> adapters,
            List<String> words,
            int clipSkip,
            int width,
            int height,
            Instant createdAt) {}

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public ImageView one(@PathParam("id") UUID id) {
        var image = images.shown(id);
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
                Images.maskUrl(image.generationId(), image.maskSha256()),
                image.adapters(),
                registry.learnedWords(image.words()).stream()
                        .map(LearnedWord::word)
                        .toList(),
                image.clipSkip(),
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
        var image = images.shown(id);
        return BlobAnswer.of(label.on(images.bytes(id), image.sha256()), range);
    }

    public enum PictureFormat {
        PNG,
        WEBP
    }

    /// The image as a file to keep, without loss, labelled as generated.
    /// @param parameters whether it also says what made it, in the words that A1111 and ComfyUI read
    @GET
    @Path("/{id}/download")
    @Produces({"image/png", "image/webp", MediaType.APPLICATION_OCTET_STREAM})
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public Response download(
            @PathParam("id") UUID id,
            @QueryParam("parameters") @DefaultValue("true") boolean parameters,
            @QueryParam("format") @DefaultValue("PNG") PictureFormat format) {
        var image = images.shown(id);
        var texts = parameters
                ? PictureTexts.of(
                        image,
                        registry.version(image.modelVersionId()),
                        laid(image),
                        registry.learnedWords(image.words()))
                : NOTHING;
        byte[] png = images.bytes(id);
        byte[] file = switch (format) {
            case PNG -> label.on(png, image.sha256(), texts);
            case WEBP -> label.onWebp(decoded(png), image.sha256(), texts);
        };
        String suffix = format.name().toLowerCase(Locale.ROOT);
        return Response.ok(file, "image/" + suffix)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"pinhua-" + image.seed() + "." + suffix + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static BufferedImage decoded(byte[] png) {
        try {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
        } catch (IOException e) {
            throw new UncheckedIOException("a stored picture cannot be read", e);
        }
    }

    /// The version's own adapter, then those laid over it.
    private List<PictureTexts.Laid> laid(Image image) {
        var laid = new ArrayList<PictureTexts.Laid>();
        var version = registry.version(image.modelVersionId());
        var own = version.adapter();
        if (own != null) {
            laid.add(new PictureTexts.Laid(own.name(), own.sha256(), version.strength()));
        }
        if (!image.adapters().isEmpty()) {
            var cards = registry.adapters().stream().collect(Collectors.toMap(AdapterCard::id, Function.identity()));
            for (LaidAdapter each : image.adapters()) {
                var card = Objects.requireNonNull(cards.get(each.adapterId()));
                laid.add(new PictureTexts.Laid(card.name(), card.sha256(), each.strength()));
            }
        }
        return laid;
    }
}
