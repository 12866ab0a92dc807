package art.pinhua.platform.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.platform.postgres.OldInstallation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An installation that kept people by name comes to keep them by id, its audit included.
class NamesBecomeIdsTest {
    private static final String ERIN = "00000000-0000-4000-8000-00000000e41a";
    private static final List<AuditEntry> KEPT = List.of(
            entry(1, "admin", "person.added", ERIN, "{\"name\":\"erin·艾琳\",\"role\":\"CURATOR\"}"),
            entry(2, "erin·艾琳", "campaign.opened", "c", "{\"name\":\"erin·艾琳\"}"),
            entry(3, "system", "adapter.imported", "a", "{}"),
            entry(4, "stranger", "run.started", "r", "{}"));

    private OldInstallation installation;

    @BeforeEach
    void anInstallationOfBefore() throws SQLException {
        installation = new OldInstallation("044");
        installation.run("insert into person (id, issuer, subject, name, display_name, role, created_at) values ('"
                + ERIN + "', 'local', '" + ERIN + "', 'erin·艾琳', 'Erin', 'CURATOR', now())");
        installation.run(
                "insert into rater (id, tier, subject, pseudonym) values (gen_random_uuid(), 'EXPERT', 'erin·艾琳', 'E-1')");
        installation.run("insert into prompt_set (id, name, created_by) values (gen_random_uuid(), 'hers', 'erin·艾琳'),"
                + " (gen_random_uuid(), 'a stranger''s', 'stranger')");
    }

    @AfterEach
    void leave() throws SQLException {
        installation.close();
    }

    @Test
    void rowsAndAuditHoldIdsAndTheChainIsWhole() throws SQLException {
        var before = keep(AuditEntry.BEGINNING);
        installation.upgrade();
        assertEquals(ERIN, installation.ask("select subject from rater"));
        assertEquals(ERIN, installation.ask("select created_by from prompt_set where name = 'hers'"));
        assertEquals("stranger", installation.ask("select created_by from prompt_set where name <> 'hers'"));
        assertEquals("erin·艾琳", installation.ask("select name_of(created_by) from prompt_set where name = 'hers'"));
        assertEquals(
                "admin " + ERIN + " system stranger system",
                installation.ask("select string_agg(actor, ' ' order by seq) from audit_entry"));
        assertFalse(installation
                .ask("select details from audit_entry where seq = 1")
                .contains("erin"));
        assertTrue(
                installation
                        .ask("select details from audit_entry where seq = 2")
                        .contains("erin"),
                "a campaign's name stays");
        var told = verify();
        assertTrue(told.startsWith("intact: 5 rows"), told);
        var last = installation.ask("select action || ' ' || details from audit_entry where seq = 5");
        assertTrue(last.startsWith("audit.sealed-anew"), last);
        assertTrue(last.contains(before), last);
        assertTrue(last.contains("4:" + installation.ask("select hash from audit_entry where seq = 4")), last);
    }

    @Test
    void aBrokenChainStaysBroken() throws SQLException {
        keep(AuditEntry.BEGINNING);
        installation.run("update audit_entry set subject = 'another' where seq = 2");
        installation.upgrade();
        assertEquals("erin·艾琳", installation.ask("select actor from audit_entry where seq = 2"));
        var told = verify();
        assertTrue(told.startsWith("BROKEN at row 2"), told);
    }

    /// @return the head
    private String keep(String beginning) throws SQLException {
        var previous = beginning;
        for (var kept : KEPT) {
            var entry = new AuditEntry(
                            kept.seq(),
                            kept.atMicros(),
                            kept.actor(),
                            kept.action(),
                            kept.subject(),
                            kept.details(),
                            kept.requestId(),
                            previous,
                            "")
                    .sealed();
            try (var insert = installation
                    .database()
                    .prepareStatement(
                            "insert into audit_entry (" + AuditRows.COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                insert.setLong(1, entry.seq());
                insert.setLong(2, entry.atMicros());
                var texts = List.of(
                        entry.actor(),
                        entry.action(),
                        entry.subject(),
                        entry.details(),
                        entry.requestId(),
                        entry.previous(),
                        entry.hash());
                for (int i = 0; i < texts.size(); i++) {
                    insert.setString(3 + i, texts.get(i));
                }
                insert.executeUpdate();
            }
            previous = entry.hash();
        }
        return KEPT.size() + ":" + previous;
    }

    private static AuditEntry entry(long seq, String actor, String action, String subject, String details) {
        return new AuditEntry(seq, 1_700_000_000_000_000L + seq, actor, action, subject, details, "r" + seq, "", "");
    }

    private String verify() throws SQLException {
        var said = new ByteArrayOutputStream();
        AuditCommand.verify(
                installation.database(), Optional.empty(), new PrintStream(said, true, StandardCharsets.UTF_8));
        return said.toString(StandardCharsets.UTF_8);
    }
}
