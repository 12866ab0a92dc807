package art.pinhua.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
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
        web.denied("update usual_sampling set steps = 1", "delete from usual_sampling");
        web.denied("update base_model_layers set digest = ''", "delete from base_model_layers");
        web.denied("update base_model_text_layers set most_clip_skip = 0", "delete from base_model_text_layers");
        web.denied("insert into image select * from image where false");
        web.denied("insert into run_metric select * from run_metric where false");
        web.allowed("select png from preview", "delete from preview where false");
        web.denied("insert into preview select * from preview where false", "update preview set step = step");
        web.denied(
                "update secret set value = value", "delete from secret", "insert into erasure select * from erasure");
        web.denied("select erase('admin')");
        web.denied("create table mine (id int)", "select unlink_rater(gen_random_uuid())", "call personal('job')");
        web.denied("select * from flyway_schema_history");
        web.denied("update base_model set folder = folder");
        web.denied("set role pinhua_eraser", "set role pinhua_worker");
    }

    @Test
    void theWorkerDoesJobsAndKnowsNobody() throws SQLException {
        var worker = as("pinhua_worker");
        worker.allowed("update job set message = message", "insert into image select * from image where false");
        worker.allowed("update run set name = name", "select count(*) from vote");
        worker.allowed("insert into preview select * from preview where false", "update preview set step = step");
        worker.allowed(
                "insert into preference select * from preference where false",
                "insert into exclusion select * from exclusion where false",
                "select rater_id from withdrawn_rater");
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
                "daily_key",
                "secret",
                "erasure")) {
            worker.denied("select * from " + personal, "insert into " + personal + " select * from " + personal);
        }
        worker.denied(
                "insert into vote select * from vote where false", "delete from vote", "update vote set late = true");
        worker.denied("insert into promotion select * from promotion where false");
        worker.denied("insert into verdict select * from verdict where false");
        worker.denied("insert into comparison_result select * from comparison_result where false");
        worker.denied("insert into learned_word_withdrawal select * from learned_word_withdrawal where false");
        worker.allowed("update base_model set folder = folder where false");
        worker.denied("update base_model set digest = digest", "delete from base_model");
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
    void theEraserErasesAndNothingElse() throws SQLException {
        asOwner("insert into rater (id, tier, pseudonym) values ('" + RATER + "', 'ANONYMOUS', 'A-to-be-erased')");
        asOwner("insert into consent (rater_id, text_version) values ('" + RATER + "', 1)");
        var eraser = as("pinhua_eraser");
        eraser.denied(
                "delete from vote", "insert into vote select * from vote where false", "update vote set late = true");
        eraser.denied("select choice from vote", "update rater set subject = ''", "select * from person");
        eraser.denied("select password_hash from person", "update person set role = 'ADMIN'", "delete from person");
        eraser.denied("delete from erasure", "update erasure set kind = kind", "select value from secret");
        eraser.denied("create table mine (id int)", "set role pinhua_web");
        eraser.allowed("select erase('a-To-Be-Erased')");
        assertEquals("0", ask("select count(*) from rater where id = '" + RATER + "'"));
        assertEquals("0", ask("select count(*) from consent where rater_id = '" + RATER + "'"));
        for (var trace : List.of(RATER, "A-to-be-erased")) {
            assertEquals("", tablesWith(trace), "nothing leads from the rater to the tombstone");
        }
        var nobody = assertThrows(SQLException.class, () -> eraser.run("select erase('A-to-be-erased')"));
        assertNamesNobody(nobody, "A-to-be-erased");
        assertEquals(
                "t",
                ask("select bool_and(created_at = 'epoch') from rater where pseudonym like 'erased-%'"),
                "undated");
    }

    /// The server's log holds what was raised.
    private static void assertNamesNobody(SQLException refusal, String name) {
        var said = String.valueOf(refusal.getMessage());
        assertTrue(said.contains("called so"), said);
        assertFalse(said.contains(name), said);
    }

    @Test
    void ofSeveralPeopleOfANameTheIdsAreTold() throws SQLException {
        for (var issuer : List.of("https://one.example", "https://two.example")) {
            asOwner("insert into person (id, issuer, subject, name, display_name, role, created_at) values"
                    + " (gen_random_uuid(), '" + issuer + "', 'otto-o', 'otto-o', 'Otto', 'EXPERT', now())");
        }
        var several = assertThrows(SQLException.class, () -> as("pinhua_eraser").run("select erase('otto-o')"));
        assertNamesNobody(several, "otto-o");
    }

    @Test
    void ofAnErasedPersonNothingStaysButAnId() throws SQLException {
        asOwner("insert into person (id, issuer, subject, name, display_name, role, password_hash, created_at)"
                + " values ('" + PERSON + "', 'https://other.example', 'subject-of-wilma', 'wilma-w', 'Wilma W',"
                + " 'EXPERT', 'hash-w', now())");
        asOwner("insert into invitation values ('w', '" + PERSON + "', now(), now() + interval '1 d', null)");
        asOwner("insert into sign_in_grant (token_hash, kind, session_id, person_id, expires_at)"
                + " values ('w', 'REFRESH', gen_random_uuid(), '" + PERSON + "', now() + interval '1 d')");
        asOwner("insert into rater (id, tier, subject, pseudonym) values ('" + RATER_OF_PERSON + "', 'EXPERT', '"
                + PERSON + "', 'E-of-wilma')");
        asOwner("insert into withdrawal (rater_id) values ('" + RATER_OF_PERSON + "')");
        asOwner("insert into prompt_set (id, name, created_by) values (gen_random_uuid(), 'w', '" + PERSON + "')");
        // as a process of an earlier version wrote
        asOwner("insert into prompt_set (id, name, created_by) values (gen_random_uuid(), 'w2', 'wilma-w')");
        asOwner(
                "insert into rater (id, tier, subject, pseudonym) values (gen_random_uuid(), 'EXPERT', 'wilma-w', 'E-w')");
        var eraser = as("pinhua_eraser");
        eraser.allowed("select erase('Wilma-W')");
        for (var trace : List.of("wilma", "Wilma", "hash-w", RATER_OF_PERSON)) {
            assertEquals("", tablesWith(trace), trace);
        }
        assertEquals("0", ask("select count(*) from invitation where person_id = '" + PERSON + "'"));
        assertEquals("0", ask("select count(*) from sign_in_grant where person_id = '" + PERSON + "'"));
        assertEquals("t", ask("select disabled from person where id = '" + PERSON + "'"));
        assertEquals("2", ask("select count(*) from prompt_set where created_by = '" + PERSON + "'"));
        assertTrue(ask("select name_of('" + PERSON + "')").startsWith("erased-"));
        assertEquals("1", ask("select count(*) from erasure where kind = 'PERSON'"));
        as("pinhua_worker").allowed("select name_of('" + PERSON + "')");
    }

    @Test
    void everyPlaceThatSaysWhoMadeItIsReachedByErasure() throws SQLException {
        var places = "from information_schema.columns c where c.table_schema = 'public'"
                + " and c.column_name in ('created_by', 'requested_by', 'imported_by', 'withdrawn_by')";
        assertEquals(ask("select count(*) from kept_by_person()"), ask("select count(*) " + places));
        assertEquals(
                "",
                ask("select coalesce(string_agg(c.table_name || '.' || c.column_name, ', '), '') " + places
                        + " and ((c.table_name, c.column_name) not in (select * from kept_by_person()) or not"
                        + " has_column_privilege('pinhua_eraser', c.table_name, c.column_name, 'update'))"));
    }

    /// Tables in one of whose rows this text stands anywhere.
    private String tablesWith(String text) throws SQLException {
        var found = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(url(), superuser, superuserPassword);
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var rows = statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (var table : tables) {
                try (var rows = statement.executeQuery(
                        "select 1 from " + table + " t where t::text like '%" + text + "%' limit 1")) {
                    if (rows.next()) {
                        found.add(table);
                    }
                }
            }
        }
        return String.join(", ", found);
    }

    private static final String PERSON = "00000000-0000-4000-8000-0000000000e2";
    private static final String RATER_OF_PERSON = "00000000-0000-4000-8000-0000000000e3";
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
