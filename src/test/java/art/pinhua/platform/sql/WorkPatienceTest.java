package art.pinhua.platform.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How long a connection may be silent, by who works with it.
@QuarkusTest
class WorkPatienceTest {
    private static final int ODD_MILLIS = 54_321;

    @Inject
    AgroalDataSource pool;

    @Test
    void aJobWaitsLongerThanPeople() throws SQLException {
        try (var connection = pool.getConnection()) {
            var patience = new WorkPatience(Duration.ofSeconds(5));
            WorkPatience.working(() -> {
                patience.onConnectionAcquire(connection);
                return connection;
            });
            assertEquals(60_000, connection.getNetworkTimeout());
            patience.onConnectionReturn(connection);
            assertEquals(5_000, connection.getNetworkTimeout());
            var generous = new WorkPatience(Duration.ofSeconds(90));
            generous.onConnectionReturn(connection);
            WorkPatience.working(() -> {
                generous.onConnectionAcquire(connection);
                return connection;
            });
            assertEquals(90_000, connection.getNetworkTimeout(), "what the operator said");
        }
    }

    @Test
    void eachConnectionIsToldWhenItIsGivenBack() throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, ODD_MILLIS);
        }
        try (var connection = pool.getConnection()) {
            assertNotEquals(ODD_MILLIS, connection.getNetworkTimeout());
        }
    }
}
