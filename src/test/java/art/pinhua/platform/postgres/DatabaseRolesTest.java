package art.pinhua.platform.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
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
        var url = application
                .getConfiguration()
                .connectionPoolConfiguration()
                .connectionFactoryConfiguration()
                .jdbcUrl();
        try (var connection = DriverManager.getConnection(url, owner, ownerPassword);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
