package art.pinhua.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// The running application's role: what the database itself refuses.
@QuarkusTest
class DatabaseRolesTest {
    private static final String DENIED = "42501";

    @Inject
    AgroalDataSource application;

    @ConfigProperty(name = "quarkus.flyway.username")
    String owner;

    @ConfigProperty(name = "quarkus.flyway.password")
    String ownerPassword;

    @ConfigProperty(name = "test.superuser")
    String superuser;

    @ConfigProperty(name = "test.superuser-password")
    String superuserPassword;

    @Test
    void theApplicationIsTheRestrictedRoleOnADurableServer() throws SQLException {
        assertEquals("pinhua_app", ask("select current_user"));
        assertEquals("on", ask("show fsync"));
        assertEquals("on", ask("show data_checksums"));
        assertTrue(ask("show server_version").startsWith(PostgresBinaries.MAJOR + "."));
    }

    @Test
    void factsAreInsertedAndReadButNeverChanged() throws SQLException {
        asOwner("create table planted_fact (id int primary key, word text); call facts('planted_fact')");
        run("insert into planted_fact values (1, 'said')");
        assertEquals("said", ask("select word from planted_fact"));
        assertDenied("update planted_fact set word = 'unsaid'");
        assertDenied("delete from planted_fact");
        assertDenied("truncate planted_fact");
    }

    @Test
    void ordinaryRowsMayChange() throws SQLException {
        asOwner("create table planted_row (id int primary key, word text)");
        run("insert into planted_row values (1, 'one')");
        run("update planted_row set word = 'two'");
        run("delete from planted_row");
        assertEquals("0", ask("select count(*) from planted_row"));
    }

    @Test
    void theApplicationMakesNoTablesAndRewritesNoHistory() {
        assertDenied("create table mine (id int)");
        assertDenied("create role somebody");
        assertDenied("delete from flyway_schema_history");
        assertDenied("call facts('job')");
    }

    @Test
    void theWebPartAnswersAndNeitherDrawsNorChangesFacts() throws SQLException {
        var web = as("pinhua_web");
        web.allowed("select count(*) from vote", "select count(*) from rater", "select value from secret where false");
        web.allowed("insert into vote select * from vote where false");
        web.denied("update vote set comment = null", "delete from vote", "truncate vote", "delete from mark");
        web.denied("update audit_entry set action = ''", "delete from audit_entry", "delete from rater");
        web.denied("insert into image select * from image where false");
        web.denied("insert into run_metric select * from run_metric where false");
        web.denied(
                "update secret set value = value", "delete from secret", "insert into erasure select * from erasure");
        web.denied("create table mine (id int)", "select unlink_rater(gen_random_uuid())", "call personal('job')");
        web.denied("select * from flyway_schema_history");
        web.denied("set role pinhua_eraser", "set role pinhua_worker");
    }

    @Test
    void theWorkerDoesJobsAndKnowsNobody() throws SQLException {
        var worker = as("pinhua_worker");
        worker.allowed("update job set message = message", "insert into image select * from image where false");
        worker.allowed("update run set name = name", "select count(*) from vote");
        for (var personal : List.of(
                "person",
                "invitation",
                "sign_in_grant",
                "signing_key",
                "sign_in_failure",
                "rater",
                "consent",
                "withdrawal",
                "newcomer_count",
                "secret",
                "erasure")) {
            worker.denied("select * from " + personal, "insert into " + personal + " select * from " + personal);
        }
        worker.denied(
                "insert into vote select * from vote where false", "delete from vote", "update vote set late = true");
        worker.denied("insert into promotion select * from promotion where false");
        worker.denied("insert into verdict select * from verdict where false");
        worker.denied("create table mine (id int)", "set role pinhua_web", "set role pinhua_eraser");
    }

    /// Whatever a later migration forgets: neither part may do what both together may not.
    @Test
    void theNarrowRolesMayNothingThatTheWholeMayNot() throws SQLException {
        assertEquals("", ask("""
                select coalesce(string_agg(r || ' may ' || p || ' ' || c.relname, ', '), '')
                from pg_class c, unnest(array['pinhua_web', 'pinhua_worker']) r,
                    unnest(array['select', 'insert', 'update', 'delete', 'truncate']) p
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'planted%'
                  and has_table_privilege(r, c.oid, p) and not has_table_privilege('pinhua_app', c.oid, p)"""));
        assertTrue(Integer.parseInt(ask("select count(*) from pg_class where relnamespace = 'public'::regnamespace"
                        + " and has_table_privilege('pinhua_web', oid, 'select')"))
                > 30);
    }

    @Test
    void theEraserUnlinksARaterAndNothingElse() throws SQLException {
        asOwner("insert into rater (id, tier, subject, pseudonym) values ('" + RATER
                + "', 'EXPERT', 'erin-to-be-erased'," + " 'e-to-be-erased') on conflict do nothing");
        asOwner("insert into consent (rater_id, text_version) values ('" + RATER + "', 1) on conflict do nothing");
        var eraser = as("pinhua_eraser");
        eraser.denied(
                "delete from vote", "insert into vote select * from vote where false", "update vote set late = true");
        eraser.denied("select choice from vote", "update rater set subject = ''", "select * from person");
        eraser.denied("delete from erasure", "update erasure set erased_at = now()", "select value from secret");
        eraser.denied("create table mine (id int)", "set role pinhua_web");
        eraser.allowed("select unlink_rater('" + RATER + "')", "select unlink_rater('" + RATER + "')");
        assertEquals(
                "0", ask("select count(*) from rater where id = '" + RATER + "' or subject = 'erin-to-be-erased'"));
        assertEquals("0", ask("select count(*) from consent where rater_id = '" + RATER + "'"));
        assertEquals(
                "1",
                ask("select count(*) from erasure e join rater r on r.id = e.tombstone" + " where e.rater_id = '"
                        + RATER + "' and r.tier = 'EXPERT'"));
        var nobody = assertThrows(SQLException.class, () -> eraser.run("select unlink_rater(gen_random_uuid())"));
        assertTrue(String.valueOf(nobody.getMessage()).contains("there is no rater"));
    }

    private static final String RATER = "00000000-0000-4000-8000-0000000000e1";

    /// A login of its own that may work as one role and no other, as an operator makes it.
    private Login as(String role) throws SQLException {
        var login = "login_of_" + role;
        asSuperuser(
                "do $$ begin create role " + login + " login password 'planted'; exception when duplicate_object then"
                        + " null; end $$; grant " + role + " to " + login + "; grant connect on database "
                        + ask("select quote_ident(current_database())") + " to " + login);
        return new Login(login, role);
    }

    private final class Login {
        private final String login;
        private final String role;

        Login(String login, String role) {
            this.login = login;
            this.role = role;
        }

        void allowed(String... statements) throws SQLException {
            for (var sql : statements) {
                run(sql);
            }
        }

        void denied(String... statements) {
            for (var sql : statements) {
                var refusal = assertThrows(SQLException.class, () -> run(sql), role + " may: " + sql);
                assertEquals(DENIED, refusal.getSQLState(), sql + ": " + refusal.getMessage());
            }
        }

        void run(String sql) throws SQLException {
            try (var connection = DriverManager.getConnection(url(), login, "planted");
                    var statement = connection.createStatement()) {
                statement.execute("set role " + role);
                statement.execute(sql);
            }
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url(), superuser, superuserPassword);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String url() {
        return application
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .jdbcUrl();
    }

    private void assertDenied(String sql) {
        var refusal = assertThrows(SQLException.class, () -> run(sql), sql);
        assertEquals(DENIED, refusal.getSQLState(), refusal.getMessage());
    }

    private void run(String sql) throws SQLException {
        try (var connection = application.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String ask(String sql) throws SQLException {
        try (var connection = application.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void asOwner(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url(), owner, ownerPassword);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
