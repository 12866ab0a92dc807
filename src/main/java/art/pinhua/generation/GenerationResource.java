package art.pinhua.generation;

import art.pinhua.generation.ImageRequest.LaidAdapter;
import art.pinhua.platform.Roles;
import art.pinhua.platform.blob.BlobAnswer;
import art.pinhua.platform.jobs.WaitReason;
import art.pinhua.training.contract.NoiseKind;
import art.pinhua.training.contract.SamplerKind;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/// The playground over HTTP: ask for images, watch them appear, cancel.
@Path("/api/generations")
public class GenerationResource {
    static final int LONGEST_PROMPT = 2000;
    private static final int MOST_ROWS = 8;
    private static final int LARGEST_MASK = 700_000; // characters of base64
    private static final Pattern SPACES = Pattern.compile("(?U)\\s+"); // also the wide one of Chinese keyboards

    private final Playground playground;
    private final GenerationStream stream;
    private final GenerationViews views;
    private final SecurityIdentity identity;

    GenerationResource(
            Playground playground, GenerationStream stream, GenerationViews views, SecurityIdentity identity) {
        this.playground = playground;
        this.stream = stream;
        this.views = views;
        this.identity = identity;
    }

    /// @param seed of the first image; the others count up from it. Without one, a random seed
    /// @param modelVersionId without one, the version served now
    /// @param negativePrompt without one, as the base model is usually drawn with; so are steps,
    ///                       guidance, sampler, guidanceRescale and clipSkip
    /// @param guidanceRescale how much of the contrast that guidance adds is taken back
    /// @param noise which generator makes the noise of a seed; without one, the counter-based one
    /// @param startImageId an earlier image to start from; without one, noise alone
    /// @param strength how much of that image may change, above 0 to 1
    /// @param mask     a PNG in base64, at most 1024 pixels a side: bright where to draw, dark where that image
    ///                 stays as it is; without one, everything is drawn anew
    /// @param adapters laid over the model version beside its own, each with its strength from -4 to 4
    /// @param clipSkip layers at the end of the text encoder that are left out
    /// @param width    pixels, a multiple of 8, half to twice those of the model's own images; without width and
    ///                 height as the image that is started from, or as the model's own images
    public record NewGeneration(
            @NotBlank @Size(max = LONGEST_PROMPT) String prompt,
            @Nullable @Size(max = LONGEST_PROMPT) String negativePrompt,
            @Nullable @Min(1) @Max(8) Integer count,
            @Nullable @Min(1) @Max(100) Integer steps,
            @Nullable @DecimalMin("0") @DecimalMax("30") Double guidance,
            @Nullable SamplerKind sampler,
            @Nullable Long seed,
            @Nullable UUID modelVersionId,
            @Nullable @DecimalMin("0") @DecimalMax("1") Double guidanceRescale,
            @Nullable NoiseKind noise,
            @Nullable UUID startImageId,

            @Nullable @DecimalMin(value = "0", inclusive = false) @DecimalMax("1")
            Double strength,

            @Nullable @Size(max = LARGEST_MASK) String mask,
            @Nullable @Size(max = 8) List<@Valid @NotNull LaidAdapter> adapters,
            @Nullable @Min(0) @Max(11) Integer clipSkip,
            @Nullable @Min(8) @Max(4096) Integer width,
            @Nullable @Min(8) @Max(4096) Integer height) {}

    public record Created(UUID id) {}

    /// @param rows drawn side by side, in their order
    public record NewGrid(
            @NotNull @Size(min = 1, max = MOST_ROWS) List<@Valid @NotNull NewGeneration> rows) {}

    /// @param ids of the rows, in their order
    public record CreatedGrid(List<UUID> ids) {}

    /// @param seed as text, because JavaScript numbers are too short for it
    public record ImageItem(
            UUID id, String url, int index, String seed, UUID modelVersionId, String modelVersionName) {}

    /// @param seed of the first image, as text; the others count up from it
    /// @param words learned words that the prompts have
    /// @param waitReason why its job waits; absent while that draws, or waits for its turn alone
    /// @param promptTokensCut tokens at the end of the prompt that the text encoder had no room for; absent
    ///                        until drawn
    /// @param negativePromptTokensCut likewise
    /// @param maskUrl where the mask is; absent without one
    /// @param automaticSize whether the images are as large as they are without asking for a size
    /// @param unknownWords of the prompt: the model can make nothing of them
    /// @param notFollowed of both prompts: what other tools act on, and here is read as text
    public record GenerationView(
            UUID id,
            GenerationState state,
            int step,
            int steps,
            String prompt,
            String negativePrompt,
            double guidance,
            SamplerKind sampler,
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
            boolean automaticSize,
            String seed,
            int count,
            UUID modelVersionId,
            String modelVersionName,
            List<ImageItem> images,
            @Nullable String error,
            @Nullable WaitReason waitReason,
            @Nullable Integer promptTokensCut,
            @Nullable Integer negativePromptTokensCut,
            List<String> unknownWords,
            List<String> notFollowed,
            Instant createdAt) {}

    @POST
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public Created create(@Valid NewGeneration wish) {
        return new Created(playground.ask(wish, subject()));
    }

    /// Asks for all rows, or for none when one of them is refused.
    @POST
    @Path("/grid")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public CreatedGrid createGrid(@Valid @NotNull NewGrid wish) {
        return new CreatedGrid(playground.askGrid(wish.rows(), subject()));
    }

    /// One's own, newest first.
    /// @param search words that prompt or negative prompt must have, in any case and width
    /// @param before only those that were asked for before this one of one's own; without it, from the newest on
    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public List<GenerationView> mine(
            @QueryParam("limit") @DefaultValue("24") @Min(1) @Max(200) int limit,
            @QueryParam("search") @DefaultValue("") @Size(max = 200) String search,
            @QueryParam("before") @Nullable UUID before) {
        var words = SPACES.splitAsStream(search).filter(word -> !word.isEmpty()).toList();
        return views.of(playground.history(subject(), words, before, limit));
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public GenerationView one(@PathParam("id") UUID id) {
        return views.of(List.of(playground.generation(id))).getFirst();
    }

    /// What of the earlier image was to be drawn anew: bright there, dark where it stays.
    @GET
    @Path("/{id}/mask")
    @Produces({"image/png", MediaType.APPLICATION_OCTET_STREAM})
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public Response mask(@PathParam("id") UUID id, @HeaderParam("Range") @Nullable String range) {
        return BlobAnswer.of(playground.mask(id), range);
    }

    @GET
    @Blocking
    @Path("/{id}/events")
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<GenerationEvent> events(@PathParam("id") UUID id) {
        playground.generation(id); // an unknown id is refused before the stream begins
        return stream.of(id);
    }

    @POST
    @Path("/{id}/cancel")
    @RunOnVirtualThread
    @RolesAllowed({Roles.EXPERT, Roles.CURATOR, Roles.ADMIN})
    public void cancel(@PathParam("id") UUID id) {
        playground.cancel(id, subject());
    }

    private String subject() {
        return identity.getPrincipal().getName();
    }
}
