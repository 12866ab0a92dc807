package art.pinhua.platform.audit;

import art.pinhua.platform.Roles;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What people with power did, for administrators.
@Path("/api/audit")
@RolesAllowed(Roles.ADMIN)
public class AuditResource {
    private static final int MOST = 500;

    private final AuditLog log;
    private final AgroalDataSource database;
    private final ObjectMapper json;

    AuditResource(AuditLog log, AgroalDataSource database, ObjectMapper json) {
        this.log = log;
        this.database = database;
        this.json = json;
    }

    /// @param requestId absent for what no request asked for
    public record AuditView(
            long seq,
            Instant at,
            String actor,
            String action,
            String subject,
            Map<String, String> details,
            @Nullable String requestId,
            String hash) {}

    /// @param entries  rows that hold, from the first
    /// @param head     number and hash of the last of them
    /// @param brokenAt number of the first row that does not
    public record ChainView(
            boolean intact,
            long entries,
            String head,
            @Nullable Long brokenAt,
            @Nullable String reason) {}

    /// Newest first; those before a number.
    @GET
    @RunOnVirtualThread
    public List<AuditView> list(
            @QueryParam("before") @DefaultValue("2147483647") @Min(1) int before,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(MOST) int limit) {
        return log.before(before, limit).stream().map(this::view).toList();
    }

    /// Walks the whole chain.
    @GET
    @Path("/chain")
    @RunOnVirtualThread
    public ChainView chain() throws SQLException {
        try (var connection = database.getConnection()) {
            var chain = AuditRows.walk(connection, Optional.empty());
            var broken = chain.end();
            return new ChainView(
                    broken.isEmpty(),
                    chain.head().seq(),
                    chain.head().toString(),
                    broken.map(AuditChain.Break::seq).orElse(null),
                    broken.map(AuditChain.Break::reason).orElse(null));
        }
    }

    private AuditView view(AuditLog.Named named) {
        var entry = named.entry();
        return new AuditView(
                entry.seq(),
                Instant.EPOCH.plus(entry.atMicros(), ChronoUnit.MICROS),
                named.actor(),
                entry.action(),
                entry.subject(),
                details(entry.details(), named.person()),
                entry.requestId().isEmpty() ? null : entry.requestId(),
                entry.hash());
    }

    /// A row that somebody edited may hold anything; the chain tells, and the page still opens.
    private Map<String, String> details(String text, @Nullable String person) {
        try {
            var details = json.readValue(text, new TypeReference<TreeMap<String, String>>() {});
            if (person != null) {
                details.put("name", person);
            }
            return details;
        } catch (JsonProcessingException edited) {
            return Map.of("unreadable", text);
        }
    }
}
