package art.pinhua.checks;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/// An endpoint of the tests' application whose author forgot to say who may call it.
@Path("/api/planted-forgotten")
public class PlantedForgotten {
    public record Answer(int count) {}

    @GET
    public Answer answer() {
        return new Answer(1);
    }
}
