package art.pinhua.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.PostgresTestResource;
import art.pinhua.platform.postgres.OldInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Looks for the erased where a backup would copy them: in the files of the database.
class TracesTest {
    private static final String PERSON = "00000000-0000-4000-8000-0000000071da";
    private static final String NAME = "tilda-of-the-files";
    private static final String COMMENT = "the left sleeve is tilda's";

    private OldInstallation installation;
    private Connection superuser;

    @BeforeEach
    void anInstallation() throws SQLException {
        installation = new OldInstallation("latest");
        var login = PostgresTestResource.cluster().superuser();
        var url = installation.database().getMetaData().getURL();
        superuser = DriverManager.getConnection(url, login.user(), login.password());
    }

    @AfterEach
    void leave() throws SQLException {
        superuser.close();
        installation.close();
    }

    @Test
    void afterAnErasureTheFilesKnowNobody() throws SQLException, IOException {
        run("set session_replication_role = replica"); // references do not matter
        run("insert into person (id, issuer, subject, name, display_name, role, password_hash, created_at) values ('"
                + PERSON + "', 'local', '" + PERSON + "', '" + NAME + "', 'Tilda', 'EXPERT', 'hash-of-tilda', now())");
        run("insert into rater (id, tier, subject, pseudonym) values ('" + PERSON + "', 'EXPERT', '" + PERSON
                + "', 'E-TILDA')");
        run("insert into vote (vote_id, body_hash, assignment_id, revision, campaign_id, task_id, task_kind, prompt_id,"
                + " rater_id, rater_tier, images, shown_order, choice, late, comment)"
                + " select gen_random_uuid(), repeat('a', 64), gen_random_uuid(), 0, gen_random_uuid(),"
                + " gen_random_uuid(), 'PAIR', gen_random_uuid(), '" + PERSON
                + "', 'EXPERT', '{}', '{}', 'LEFT', false,"
                + " $$" + COMMENT + "$$ || n from generate_series(1, 9) n");
        run("set session_replication_role = origin");
        run("analyze person, rater, vote");
        run("set role pinhua_eraser");
        run("select erase('" + NAME + "')");
        run("reset role");
        run("checkpoint");
        for (var trace : new String[] {NAME, "hash-of-tilda", "E-TILDA", COMMENT}) {
            assertTrue(inFiles(trace), trace + " is only marked as gone");
        }

        Traces.remove(superuser);
        for (var trace : new String[] {NAME, "hash-of-tilda", "E-TILDA", COMMENT}) {
            assertFalse(inFiles(trace), trace);
        }
        assertEquals("9", installation.ask("select count(*) from vote where rater_id <> '" + PERSON + "'"));
    }

    private void run(String sql) throws SQLException {
        try (var statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean inFiles(String trace) throws SQLException, IOException {
        Path folder;
        try (var statement = superuser.createStatement();
                var row = statement.executeQuery("select current_setting('data_directory') || '/base/' || oid"
                        + " from pg_database where datname = current_database()")) {
            row.next();
            folder = Path.of(row.getString(1));
        }
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> text(file).contains(trace));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
