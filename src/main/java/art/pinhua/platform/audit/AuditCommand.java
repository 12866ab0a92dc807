package art.pinhua.platform.audit;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.postgres.DatabaseAccess;
import art.pinhua.platform.postgres.PostgresVisit;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `./pinhua audit verify`: walks the chain beside the running product, or without it.
public final class AuditCommand {
    private static final String USAGE = "usage: ./pinhua audit verify [--head NUMBER:HASH]";
    private static final int INTACT = 0;
    private static final int BROKEN = 1;
    private static final int MISUSED = 2;

    private AuditCommand() {}

    /// @param server   the operator's server, when there is one
    /// @param embedded the cluster in the data folder otherwise
    /// @return the exit code: 0 intact, 1 broken or unreachable, 2 misused
    public static int run(
            List<String> arguments,
            Optional<DatabaseAccess> server,
            Supplier<PostgresVisit> embedded,
            PrintStream out,
            PrintStream err) {
        Optional<AuditChain.Head> kept;
        try {
            kept = head(arguments);
        } catch (IllegalArgumentException e) {
            err.println("pinhua: " + e.getMessage());
            return MISUSED;
        }
        try {
            return server.isPresent() ? verify(server.get(), kept, out) : verify(embedded, kept, out);
        } catch (SQLException | CannotStart e) {
            err.println("pinhua: the audit cannot be read: " + e.getMessage());
            return BROKEN;
        }
    }

    private static int verify(DatabaseAccess server, Optional<AuditChain.Head> kept, PrintStream out)
            throws SQLException {
        try (var connection = server.connect()) {
            return verify(connection, kept, out);
        }
    }

    private static int verify(Supplier<PostgresVisit> embedded, Optional<AuditChain.Head> kept, PrintStream out)
            throws SQLException {
        try (var visit = embedded.get();
                var connection = visit.connect()) {
            return verify(connection, kept, out);
        }
    }

    static int verify(Connection connection, Optional<AuditChain.Head> kept, PrintStream out) throws SQLException {
        var chain = AuditRows.walk(connection, kept);
        var broken = chain.end();
        if (broken.isPresent()) {
            out.println(
                    "BROKEN at row " + broken.get().seq() + ": " + broken.get().reason());
            out.println("rows before it hold, up to head " + chain.head());
            return BROKEN;
        }
        out.println("intact: " + chain.head().seq() + " rows, head " + chain.head());
        if (kept.isEmpty()) {
            out.println("keep the head elsewhere and give it with --head: rows cut off at the end show only so");
        }
        return INTACT;
    }

    private static Optional<AuditChain.Head> head(List<String> arguments) {
        if (arguments.equals(List.of("verify"))) {
            return Optional.empty();
        }
        if (arguments.size() == 3
                && arguments.getFirst().equals("verify")
                && arguments.get(1).equals("--head")) {
            return Optional.of(AuditChain.Head.of(arguments.get(2)));
        }
        throw new IllegalArgumentException(USAGE);
    }
}
