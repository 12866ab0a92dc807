package art.pinhua.platform.web;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.Roles;
import art.pinhua.platform.SystemPart;
import art.pinhua.platform.jobs.JobState;
import art.pinhua.platform.jobs.Jobs;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// How this installation is doing, for the people who run it.
@Path("/api/system")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class SystemResource {
    private final String version;
    private final String role;
    private final DataFolder data;
    private final Jobs jobs;
    private final List<SystemPart> parts;

    SystemResource(
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "pinhua.role") String role,
            DataFolder data,
            Jobs jobs,
            @All List<SystemPart> parts) {
        this.version = version;
        this.role = role;
        this.data = data;
        this.jobs = jobs;
        this.parts = parts;
    }

    /// @param version  of the software, where it has one
    /// @param listings what it has several of, such as models
    /// @param trouble  what is wrong, for the operator
    public record PartView(
            String name,
            SystemPart.Condition condition,
            @Nullable String version,
            List<SystemPart.Figure> figures,
            List<SystemPart.Listing> listings,
            @Nullable String trouble) {}

    /// @param jobs number of jobs by state
    public record SystemView(
            String version,
            String java,
            String role,
            Instant startedAt,
            String dataFolder,
            List<PartView> parts,
            Map<JobState, Long> jobs) {}

    @GET
    @RunOnVirtualThread
    public SystemView system() {
        return new SystemView(
                version,
                Runtime.version().toString(),
                role,
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                data.root().toString(),
                parts.stream()
                        .map(SystemResource::view)
                        .sorted(Comparator.comparing(PartView::name))
                        .toList(),
                jobs.countByState());
    }

    private static PartView view(SystemPart part) {
        var state = part.state();
        return new PartView(
                part.name(), state.condition(), state.version(), state.figures(), state.listings(), state.trouble());
    }
}
