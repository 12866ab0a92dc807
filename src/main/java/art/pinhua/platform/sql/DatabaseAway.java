package art.pinhua.platform.sql;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells whether a failure says that the database is away, full or in a quarrel with another transaction, so that
/// trying again helps; everything else is a fault of ours.
public final class DatabaseAway {
    /// 08 connection, 53 no resources (disk, memory, connections), 57P the server stops or starts, 57014 statement
    /// timed
    /// out, 40001 and 40P01 lost against another transaction, 55P03 lock timed out, 25P03 idle for too long.
    private static final Pattern STATES = Pattern.compile("08...|53...|57P..|57014|40001|40P01|55P03|25P03");
    /// The pool has no states of its own.
    private static final Pattern POOL = Pattern.compile("(?i).*acquisition timeout.*|.*pool.*(closed|shut ?down).*");

    private DatabaseAway() {}

    /// Looks through causes and suppressed failures.
    public static boolean in(Throwable failure) {
        return in(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean in(Throwable failure, Set<Throwable> seen) {
        if (!seen.add(failure)) {
            return false;
        }
        if (failure instanceof SQLException sql && says(sql)) {
            return true;
        }
        if (failure.getCause() != null && in(failure.getCause(), seen)) {
            return true;
        }
        for (var suppressed : failure.getSuppressed()) {
            if (in(suppressed, seen)) {
                return true;
            }
        }
        return failure instanceof SQLException sql
                && sql.getNextException() != null
                && in(sql.getNextException(), seen);
    }

    private static boolean says(SQLException failure) {
        var state = Optional.ofNullable(failure.getSQLState()).orElse("");
        return STATES.matcher(state).matches()
                || POOL.matcher(String.valueOf(failure.getMessage())).matches();
    }
}
