package art.pinhua.platform.sql;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Lets a statement of a job be silent for longer than one that people wait for, where both come from one pool: a
/// process that is web and worker gives up a server that swallows every byte within seconds, and yet reads all
/// votes of a large campaign.
@Singleton
public class WorkPatience implements AgroalPoolInterceptor {
    private static final Logger LOG = Logger.getLogger(WorkPatience.class);
    private static final Duration WORK = Duration.ofSeconds(60);
    private static final Executor HERE = Runnable::run;
    private static final ScopedValue<Boolean> WORKING = ScopedValue.newInstance();

    private final Duration people;

    WorkPatience(@ConfigProperty(name = "quarkus.datasource.jdbc.read-timeout") Duration people) {
        this.people = people;
    }

    /// Runs what nobody waits for before a screen.
    public static <T, X extends Throwable> T working(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(WORKING, true).call(work);
    }

    /// Zero is a wait without end.
    @Override
    public void onConnectionAcquire(Connection connection) {
        if (WORKING.isBound() && people.isPositive() && people.compareTo(WORK) < 0) {
            limit(connection, WORK);
        }
    }

    /// Before the next one asks whether the connection is alive, which must not take a job's patience.
    @Override
    public void onConnectionReturn(Connection connection) {
        limit(connection, people);
    }

    private static void limit(Connection connection, Duration patience) {
        try {
            connection.setNetworkTimeout(HERE, Math.toIntExact(patience.toMillis()));
        } catch (SQLException broken) {
            LOG.debug("a broken connection keeps its limit, and who uses it will hear of it", broken);
        }
    }
}
