package art.pinhua.platform.audit;

import art.pinhua.platform.postgres.DatabaseAccess;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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

    /// @return the exit code: 0 intact, 1 broken or unreachable, 2 misused
    public static int run(List<String> arguments, Supplier<DatabaseAccess> database, PrintStream out, PrintStream err) {
        Optional<AuditChain.Head> kept;
        try {
            kept = head(arguments);
        } catch (IllegalArgumentException e) {
            err.println("pinhua: " + e.getMessage());
            return MISUSED;
        }
        try (var connection = database.get().connect()) {
            return verify(connection, kept, out);
        } catch (SQLException | UncheckedIOException e) {
            err.println("pinhua: the audit cannot be read: " + e.getMessage());
            return BROKEN;
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
