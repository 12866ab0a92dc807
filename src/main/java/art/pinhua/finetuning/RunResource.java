package art.pinhua.finetuning;

import art.pinhua.platform.Roles;
import art.pinhua.platform.blob.BlobAnswer;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.label.AigcLabel;
import art.pinhua.platform.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
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
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/// Runs over the API.
@Path("/api/runs")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class RunResource {

    private static final int MOST = 200;

    private final Runs runs;
    private final RunLedger ledger;
    private final RunStream stream;
    private final Blobs blobs;
    private final SecurityIdentity person;
    private final AigcLabel label;

    RunResource(Runs runs, RunLedger ledger, RunStream stream, Blobs blobs, SecurityIdentity person, AigcLabel label) {
        this.runs = runs;
        this.ledger = ledger;
        this.stream = stream;
        this.blobs = blobs;
        this.person = person;
        this.label = label;
    }

    @GET
    @RunOnVirtualThread
    public List<Run> newest() {
        return runs.newest(MOST);
    }

    @POST
    @RunOnVirtualThread
    public Run start(@Valid NewRun wanted) {
        return runs.start(wanted, person.getPrincipal().getName());
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}")
    public Run byId(@PathParam("id") UUID id) {
        return runs.byId(id);
    }

    /// Everything the run said, from its beginning or from a step the listener knows already, to its end.
    @GET
    @Blocking
    @Path("/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<RunUpdate> events(@PathParam("id") UUID id, @QueryParam("after") @DefaultValue("-1") int after) {
        runs.byId(id);
        return stream.of(id, after);
    }

    @POST
    @RunOnVirtualThread
    @Path("/{id}/cancel")
    public Run cancel(@PathParam("id") UUID id) {
        return runs.cancel(id);
    }

    @POST
    @RunOnVirtualThread
    @Path("/{id}/resume")
    public Run resume(@PathParam("id") UUID id) {
        return runs.resume(id);
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}/samples")
    public List<RunSample> samples(@PathParam("id") UUID id) {
        runs.byId(id);
        return ledger.samplesAfter(id, -1);
    }

    @GET
    @RunOnVirtualThread
    @Path("/{id}/samples/{sha256}")
    @Produces({"image/png", MediaType.APPLICATION_OCTET_STREAM})
    public Response sample(
            @PathParam("id") UUID id,
            @PathParam("sha256") String sha256,
            @HeaderParam("Range") @Nullable String range) {
        if (!ledger.isSample(id, sha256)) {
            throw ProblemException.notFound("sample", sha256);
        }
        return BlobAnswer.of(label.on(blobs.read(sha256), sha256), range);
    }
}
