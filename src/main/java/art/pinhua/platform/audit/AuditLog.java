package art.pinhua.platform.audit;

import art.pinhua.platform.sql.Sql;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// Notes what people with power do. The note stands or falls with the act: both are one transaction. To be asked last
/// in it, because acts wait for one another from here to the end.
@ApplicationScoped
public class AuditLog {
    /// The actor of what no request asked for.
    public static final String SYSTEM = "system";

    /// Key of the database's advisory lock under which the chain grows.
    private static final long TAIL = 0x6175646974L;

    private final Sql sql;
    private final ObjectMapper json;
    private final SecurityIdentity identity;
    private final Clock clock;

    AuditLog(Sql sql, ObjectMapper json, SecurityIdentity identity, Clock clock) {
        this.sql = sql;
        this.json = json;
        this.identity = identity;
        this.clock = clock;
    }

    /// @param action  a stable word, such as `person.disabled`
    /// @param subject what was acted on, by its id
    /// @param details what a reader wants to know beside it; never a secret, never a person's name: it could not be
    ///                erased from the chain
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(String action, Object subject, Map<String, ? extends @Nullable Object> details) {
        record(actor(), action, subject, details);
    }

    /// For somebody who is not signed in yet, such as an invited person.
    ///
    /// @param actor the person's id
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(String actor, String action, Object subject, Map<String, ? extends @Nullable Object> details) {
        // at READ COMMITTED the next statement sees the row of whoever held the lock before
        sql.one("select pg_advisory_xact_lock(?) is null as held", row -> row.getBoolean("held"), TAIL);
        var last = sql.first(
                        "select " + AuditRows.COLUMNS + " from audit_entry order by seq desc limit 1", AuditRows::read)
                .map(entry -> new AuditChain.Head(entry.seq(), entry.hash()))
                .orElse(AuditChain.Head.BEGINNING);
        var entry = new AuditEntry(
                        last.seq() + 1,
                        ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()),
                        actor,
                        action,
                        subject.toString(),
                        text(details),
                        requestId(),
                        last.hash(),
                        "")
                .sealed();
        sql.update(
                "insert into audit_entry (" + AuditRows.COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.seq(),
                entry.atMicros(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.details(),
                entry.requestId(),
                entry.previous(),
                entry.hash());
    }

    /// An entry beside the names of those whom it holds by id.
    ///
    /// @param person whom it is about; absent where it is about something else
    record Named(AuditEntry entry, String actor, @Nullable String person) {}

    /// Newest first.
    List<Named> before(long seq, int limit) {
        return sql.list(
                "select " + AuditRows.COLUMNS + ", name_of(actor) as actor_name,"
                        + " case when action like 'person.%' then name_of(subject) end as person"
                        + " from audit_entry where seq < ? order by seq desc limit ?",
                row -> new Named(AuditRows.read(row), row.getString("actor_name"), row.getString("person")),
                seq,
                limit);
    }

    private String actor() {
        var inRequest = Arc.container().requestContext().isActive();
        return inRequest && !identity.isAnonymous() ? identity.getPrincipal().getName() : SYSTEM;
    }

    private static String requestId() {
        return Optional.ofNullable(MDC.get("requestId")).map(Object::toString).orElse("");
    }

    private String text(Map<String, ? extends @Nullable Object> details) {
        var texts = new TreeMap<String, String>();
        details.forEach((name, value) -> {
            if (value != null) {
                texts.put(name, value.toString());
            }
        });
        try {
            return json.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are JSON", e);
        }
    }
}
