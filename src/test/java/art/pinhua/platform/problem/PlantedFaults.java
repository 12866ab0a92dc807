package art.pinhua.platform.problem;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;

/// An address of the tests' application where everything goes wrong.
@Path("/api/planted-faults")
@PermitAll
public class PlantedFaults {
    public enum Colour {
        RED,
        BLUE
    }

    public record Line(@NotBlank String text) {}

    public record Order(@Positive int count, @NotEmpty List<@Valid Line> lines, Colour colour) {}

    public record Answer(int count) {}

    @POST
    @Path("/order")
    public Answer order(@Valid Order order) {
        return new Answer(order.count());
    }

    @GET
    @Path("/bug")
    public Answer bug() {
        throw new IllegalStateException("the secret inner state");
    }

    @GET
    @Path("/caller")
    public Answer caller() {
        throw new ProblemException(CommonProblem.CONFLICT, "It is too late.", new Violation("when", "is over"));
    }

    @GET
    @Path("/things/{id}")
    public Answer thing(@PathParam("id") UUID id) {
        throw ProblemException.notFound("thing", id);
    }

    @GET
    @Path("/experts")
    @RolesAllowed("expert")
    public Answer experts() {
        return new Answer(1);
    }
}
