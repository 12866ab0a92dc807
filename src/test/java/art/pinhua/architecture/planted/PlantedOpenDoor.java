package art.pinhua.architecture.planted;

import jakarta.ws.rs.GET;
import java.util.List;

/// Says not who may call, and answers with what is no record. Without a path it is no resource of the tests'
/// application.
public class PlantedOpenDoor {
    @GET
    public List<StringBuilder> anything() {
        return List.of();
    }
}
