package art.pinhua.platform.audit;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.Api;
import art.pinhua.platform.postgres.PostgresVisit;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditTest {
    private static final String DENIED = "42501";

    @Inject
    AuditLog log;

    @Inject
    AgroalDataSource application;

    @ConfigProperty(name = "quarkus.flyway.username")
    String owner;

    @ConfigProperty(name = "quarkus.flyway.password")
    String ownerPassword;

    @BeforeEach
    void threeActsAtLeast() {
        for (int i = 0; i < 3; i++) {
            note(Map.of("turn", i));
        }
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void anActIsNotedWithItsActorAndRequestAndWithoutItsSecret() {
        var name = "a" + UUID.randomUUID().toString().substring(0, 8);
        String url = Api.given()
                .header("X-Request-Id", "audit-" + name)
                .body(Map.of("name", name, "displayName", "Name", "roles", Set.of("curator")))
                .post("/api/people")
                .then()
                .statusCode(200)
                .extract()
                .path("invitationUrl");
        Api.given()
                .get("/api/audit?limit=2")
                .then()
                .statusCode(200)
                .body("action", equalTo(List.of("person.invited", "person.added")))
                .body("actor", equalTo(List.of("ada", "ada")))
                .body("requestId", equalTo(List.of("audit-" + name, "audit-" + name)))
                .body("[1].details", equalTo(Map.of("name", name, "role", "CURATOR")))
                .body(not(containsString(url.replaceAll(".*token=", ""))));
        Api.given()
                .get("/api/audit/chain")
                .then()
                .statusCode(200)
                .body("intact", equalTo(true))
                .body("brokenAt", equalTo(null));
    }

    @Test
    void anActThatFailsLeavesNoNote() throws SQLException {
        long before = head().seq();
        assertThrows(
                IllegalStateException.class,
                () -> QuarkusTransaction.requiringNew().run(() -> {
                    log.record("test.failed", "nothing", Map.of());
                    throw new IllegalStateException("the act fails");
                }));
        assertEquals(before, head().seq());
        assertThrows(TransactionalException.class, () -> log.record("test.alone", "nothing", Map.of()));
    }

    @Test
    void manyAtOnceMakeOneChain() throws SQLException {
        long before = head().seq();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                threads.submit(() -> {
                    for (int j = 0; j < 10; j++) {
                        note(Map.of("turn", j));
                    }
                });
            }
        }
        assertEquals(before + 80, head().seq());
        assertEquals(Optional.empty(), broken(""));
    }

    @Test
    void theApplicationCannotTouchWhatWasWritten() throws SQLException {
        for (var sql : List.of(
                "update audit_entry set actor = 'nobody'",
                "delete from audit_entry",
                "truncate audit_entry",
                "drop table audit_entry")) {
            try (var connection = application.getConnection();
                    var statement = connection.createStatement()) {
                var refusal = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
                assertEquals(DENIED, refusal.getSQLState(), sql);
            }
        }
    }

    @Test
    void whatTheOwnerOfTheDatabaseChangesIsFoundAtItsPlace() throws SQLException {
        for (var field : List.of("actor", "action", "subject", "details", "request_id")) {
            assertEquals(
                    2, brokenAt("update audit_entry set " + field + " = " + field + " || 'x' where seq = 2"), field);
        }
        assertEquals(2, brokenAt("update audit_entry set at_micros = at_micros + 1 where seq = 2"));
        assertEquals(2, brokenAt("delete from audit_entry where seq = 2"));
        assertEquals(1, brokenAt("delete from audit_entry where seq = 1"));
        // rows 2 and 3 change places
        assertEquals(
                2,
                brokenAt("alter table audit_entry drop constraint audit_entry_seq_check;"
                        + " update audit_entry set seq = -3 where seq = 3;"
                        + " update audit_entry set seq = 3 where seq = 2;"
                        + " update audit_entry set seq = 2 where seq = -3"));
        // a row of the forger's own at the end
        long next = head().seq() + 1;
        assertEquals(
                next,
                brokenAt("insert into audit_entry select " + next + ", at_micros, actor, action, subject, details,"
                        + " request_id, hash, repeat('a', 64) from audit_entry where seq = " + (next - 1)));
    }

    @Test
    void aRowWithItsHashMadeAnewIsFoundAtTheNext() throws SQLException {
        try (var connection = asOwner()) {
            var second = entries(connection).get(1);
            var forged = new AuditEntry(
                            2,
                            second.atMicros(),
                            "somebody else",
                            second.action(),
                            second.subject(),
                            second.details(),
                            second.requestId(),
                            second.previous(),
                            "")
                    .sealed();
            execute(
                    connection,
                    "update audit_entry set actor = 'somebody else', hash = '" + forged.hash() + "' where seq = 2");
            assertEquals(
                    3,
                    AuditRows.walk(connection, Optional.empty())
                            .end()
                            .orElseThrow()
                            .seq());
            connection.rollback();
        }
    }

    @Test
    void aCutTailShowsAgainstAHeadKeptElsewhere() throws SQLException {
        var kept = head();
        var cut = "delete from audit_entry where seq = " + kept.seq();
        assertEquals(Optional.empty(), broken(cut), "by itself the shorter chain is whole");
        try (var connection = asOwner()) {
            execute(connection, cut);
            var chain = AuditRows.walk(connection, Optional.of(kept));
            assertEquals(kept.seq(), chain.end().orElseThrow().seq());
            connection.rollback();
        }
        note(Map.of());
        try (var connection = application.getConnection()) {
            assertEquals(
                    Optional.empty(),
                    AuditRows.walk(connection, Optional.of(kept)).end(),
                    "it grew, and holds");
        }
    }

    @Test
    void theCommandSaysWhatItFound() throws SQLException {
        var said = new ByteArrayOutputStream();
        try (var connection = asOwner();
                var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            assertEquals(0, AuditCommand.verify(connection, Optional.empty(), out));
            execute(connection, "update audit_entry set actor = 'x' where seq = 2");
            assertEquals(1, AuditCommand.verify(connection, Optional.empty(), out));
            connection.rollback();
            assertEquals(
                    2, AuditCommand.run(List.of("verify", "--head", "3"), Optional.empty(), AuditTest::none, out, out));
            assertEquals(2, AuditCommand.run(List.of(), Optional.empty(), AuditTest::none, out, out));
        }
        var lines = said.toString(StandardCharsets.UTF_8);
        assertTrue(lines.startsWith("intact: "), lines);
        assertTrue(lines.contains("BROKEN at row 2: the row was changed"), lines);
        assertTrue(lines.contains("usage: ./pinhua audit verify"), lines);
    }

    private static PostgresVisit none() {
        throw new AssertionError("a misused command asks no database");
    }

    private void note(Map<String, Object> details) {
        QuarkusTransaction.requiringNew().run(() -> log.record("test.noted", UUID.randomUUID(), details));
    }

    private AuditChain.Head head() throws SQLException {
        try (var connection = application.getConnection()) {
            return AuditRows.walk(connection, Optional.empty()).head();
        }
    }

    private long brokenAt(String tampering) throws SQLException {
        return broken(tampering)
                .orElseThrow(() -> new AssertionError("not found: " + tampering))
                .seq();
    }

    /// Tampers as the owner, looks, and takes it back.
    private Optional<AuditChain.Break> broken(String tampering) throws SQLException {
        try (var connection = asOwner()) {
            if (!tampering.isEmpty()) {
                execute(connection, tampering);
            }
            var found = AuditRows.walk(connection, Optional.empty()).end();
            connection.rollback();
            return found;
        }
    }

    private static List<AuditEntry> entries(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select " + AuditRows.COLUMNS + " from audit_entry order by seq limit 2")) {
            var entries = new ArrayList<AuditEntry>();
            while (rows.next()) {
                entries.add(AuditRows.read(rows));
            }
            return entries;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection asOwner() throws SQLException {
        var url = application
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .jdbcUrl();
        var connection = DriverManager.getConnection(url, owner, ownerPassword);
        connection.setAutoCommit(false);
        return connection;
    }
}
