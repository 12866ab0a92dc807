package art.pinhua.platform.web;

import art.pinhua.platform.DataFolder;
import art.pinhua.platform.Roles;
import art.pinhua.platform.jobs.JobState;
import art.pinhua.platform.jobs.Jobs;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// How this installation is doing, for the people who run it.
@Path("/api/system")
@RolesAllowed({Roles.CURATOR, Roles.ADMIN})
public class SystemResource {
    private final String version;
    private final String role;
    private final DataFolder data;
    private final EntityManager database;
    private final Jobs jobs;
    private final List<SystemPart> parts;

    SystemResource(
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "pinhua.role") String role,
            DataFolder data,
            EntityManager database,
            Jobs jobs,
            @All List<SystemPart> parts) {
        this.version = version;
        this.role = role;
        this.data = data;
        this.database = database;
        this.jobs = jobs;
        this.parts = parts;
    }

    public record PartView(String name, boolean up, String detail) {}

    /// @param jobs number of jobs by state
    public record SystemView(
            String version,
            String java,
            String database,
            String role,
            Instant startedAt,
            String dataFolder,
            long diskFreeBytes,
            long diskTotalBytes,
            List<PartView> parts,
            Map<JobState, Long> jobs) {}

    @GET
    @RunOnVirtualThread
    @Transactional
    public SystemView system() {
        var disk = data.root().toFile();
        return new SystemView(
                version,
                Runtime.version().toString(),
                (String) database.createNativeQuery("select version()").getSingleResult(),
                role,
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                data.root().toString(),
                disk.getUsableSpace(),
                disk.getTotalSpace(),
                parts.stream().map(SystemResource::view).toList(),
                jobs.countByState());
    }

    private static PartView view(SystemPart part) {
        var state = part.state();
        return new PartView(part.name(), state.up(), state.detail());
    }
}
