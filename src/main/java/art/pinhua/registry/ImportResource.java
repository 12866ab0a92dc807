package art.pinhua.registry;

import art.pinhua.platform.Roles;
import art.pinhua.platform.jobs.WaitReason;
import art.pinhua.training.contract.PredictionKind;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Imports over HTTP: models, adapters and learned words that lie on the machine of the application, or are sent part
/// by part. A job looks into the files with the engine before they become known.
@Path("/api/imports")
public class ImportResource {
    private final Importer importer;
    private final ModelImports imports;
    private final ImportWork work;
    private final ImportPlaces places;
    private final SecurityIdentity identity;

    ImportResource(
            Importer importer, ModelImports imports, ImportWork work, ImportPlaces places, SecurityIdentity identity) {
        this.importer = importer;
        this.imports = imports;
        this.work = work;
        this.places = places;
        this.identity = identity;
    }

    /// Either `path` or `size` is given.
    /// @param name        shown to people; of a learned word what prompts call it; without one, the last part of
    ///                    the path
    /// @param path        on the machine of the application: for a base model a pipeline folder, a zip
    ///                    of one or a checkpoint in one file, else the one file; for an adapter also a
    ///                    folder or a zip of the two that peft saves
    /// @param baseModelId of an adapter or a learned word: the model it is meant for
    /// @param size        bytes of the file that will be sent: for a base model a zip or a checkpoint
    ///                    in one file, else the one file; for an adapter also a zip
    /// @param prediction  of a checkpoint in one file: what it predicts, whatever it says itself
    /// @param tokenizerOf of a checkpoint in one file: the base model whose tokenizers it takes;
    ///                    without one, those that lie beside it
    /// @param fileName    of what will be sent, by which it may be refused before it is
    /// @param licence     what is known of its licence
    /// @param origin      where it was found, who made it
    public record NewImport(
            @NotNull ImportKind kind,
            @Nullable @Size(max = 200) String name,
            @Nullable @Size(max = 1000) String path,
            @Nullable UUID baseModelId,
            @Nullable @Min(1) Long size,
            @Nullable PredictionKind prediction,
            @Nullable UUID tokenizerOf,
            @Nullable @Size(max = 1000) String fileName,
            @Nullable @Size(max = 2000) String licence,
            @Nullable @Size(max = 2000) String origin) {}

    /// @param size           bytes of the upload; 0 for what lies on the machine
    /// @param sha256         of the file of an adapter or a learned word, as it is kept
    /// @param received       of them
    /// @param tokenizerOf    the base model whose tokenizers a checkpoint in one file takes
    /// @param part           how far the present step is: unpacking, copying, looking at it, the digest
    /// @param parts          of so many, hundredths or parts of the files; 0 while nobody knows
    /// @param waitReason     why its job waits; absent while that works, or waits for its turn alone
    /// @param modelVersionId what came of it; likewise the learned word
    /// @param knownAs        the name of a base model or an adapter that was known before; such an
    ///                       import adds none
    /// @param moved          whether that model is read from this import's place since, its own being
    ///                       gone
    /// @param mine           whether the caller began it: nobody else can go on with an upload
    public record ImportView(
            UUID id,
            ImportKind kind,
            String name,
            @Nullable String path,
            @Nullable UUID baseModelId,
            long size,
            long received,
            @Nullable String sha256,
            @Nullable UUID tokenizerOf,
            String licence,
            String origin,
            ImportState state,
            long part,
            long parts,
            @Nullable WaitReason waitReason,
            @Nullable String error,
            @Nullable UUID modelVersionId,
            @Nullable UUID learnedWordId,
            @Nullable String knownAs,
            boolean moved,
            boolean mine,
            Instant createdAt) {}

    /// @param folders        on the machine of the application, from which can be imported
    /// @param found          what lies there and looks like a model or an adapter
    /// @param largestUpload  bytes of a model
    /// @param largestAdapter bytes of an adapter or a learned word
    public record ImportPlacesView(List<String> folders, List<String> found, long largestUpload, long largestAdapter) {}

    @GET
    @Path("/places")
    @RunOnVirtualThread
    @RolesAllowed(Roles.ADMIN)
    public ImportPlacesView places() {
        return new ImportPlacesView(
                places.folders().stream().map(Object::toString).toList(),
                places.found().stream().map(Object::toString).toList(),
                importer.largestUpload(),
                importer.largestAdapter());
    }

    @POST
    @RunOnVirtualThread
    @RolesAllowed(Roles.ADMIN)
    public ImportView begin(@Valid @NotNull NewImport wish) {
        return view(importer.begin(wish, subject()));
    }

    /// Newest first.
    @GET
    @RunOnVirtualThread
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    public List<ImportView> list(@QueryParam("limit") @DefaultValue("20") @Min(1) @Max(200) int limit) {
        return imports.newest(limit).stream().map(this::view).toList();
    }

    @GET
    @Path("/{id}")
    @RunOnVirtualThread
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    public ImportView one(@PathParam("id") UUID id) {
        return view(importer.one(id));
    }

    /// The next bytes of an upload; a body may hold 16 MiB. The last ones start the job.
    /// @param offset of the first byte within the file: what has been received so far
    @PUT
    @Path("/{id}/content")
    @Consumes(MediaType.WILDCARD)
    @RunOnVirtualThread
    @RolesAllowed(Roles.ADMIN)
    public ImportView take(
            @PathParam("id") UUID id,
            @QueryParam("offset") @DefaultValue("0") @Min(0) long offset,
            byte @Nullable [] bytes) {
        return view(importer.take(id, offset, bytes == null ? new byte[0] : bytes, subject()));
    }

    @POST
    @Path("/{id}/cancel")
    @RunOnVirtualThread
    @RolesAllowed(Roles.ADMIN)
    public void cancel(@PathParam("id") UUID id) {
        importer.cancel(id);
    }

    private ImportView view(ModelImport row) {
        var job = work.job(row);
        return new ImportView(
                row.id(),
                row.kind(),
                row.name(),
                row.path(),
                row.baseModelId(),
                row.size(),
                row.received(),
                row.sha256(),
                row.tokenizerOf(),
                row.licence(),
                row.origin(),
                row.state(),
                job.map(live -> live.stepsDone()).orElse(0L),
                job.map(live -> live.stepsTotal()).orElse(0L),
                job.flatMap(live -> Optional.ofNullable(live.waitReason())).orElse(null),
                row.error(),
                row.modelVersionId(),
                row.learnedWordId(),
                row.knownAs(),
                row.moved(),
                row.requestedBy().equals(subject()),
                row.createdAt());
    }

    private String subject() {
        return identity.getPrincipal().getName();
    }
}
