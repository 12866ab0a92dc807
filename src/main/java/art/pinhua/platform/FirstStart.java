package art.pinhua.platform;

import art.pinhua.platform.postgres.DatabaseAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A secret that is needed before the application runs, hence before its tables may exist. The first process of an
/// installation chooses it and keeps the others out until it has stored it; they find it.
final class FirstStart {
    /// Key of the database's advisory lock under which a first start runs.
    private static final long LOCK = 0x70696e68756131L;

    private static @Nullable Connection held;

    private FirstStart() {}

    /// @param role as which the application works
    static synchronized String secret(DatabaseAccess access, String role, DataFolder data, String name) {
        try {
            var connection = access.connect();
            var found = stored(connection, role, name);
            if (found.isEmpty()) {
                ask(connection, "select pg_advisory_lock(" + LOCK + ")");
                found = stored(connection, role, name); // while we waited, another process may have been first
            }
            if (found.isEmpty()) {
                held = connection; // until it is stored, or this process ends
                return data.secret(name);
            }
            connection.close();
            return found.get();
        } catch (SQLException e) {
            throw new CannotStart("the secrets of this installation cannot be read: " + e.getMessage(), e);
        }
    }

    /// Whether this process has chosen the secret and not stored it yet.
    static synchronized boolean chose() {
        return held != null;
    }

    /// Lets the others in.
    static synchronized void stored() {
        try (var connection = held) {
            held = null;
        } catch (SQLException gone) {
            // and with it the lock
        }
    }

    private static Optional<String> stored(Connection connection, String role, String name) throws SQLException {
        if (ask(connection, "select to_regclass('public.secret')").isEmpty()) {
            return Optional.empty();
        }
        try (var statement = connection.createStatement()) {
            statement.execute("set role " + role);
        }
        try (var query = connection.prepareStatement("select value from secret where name = ?")) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private static Optional<String> ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        }
    }
}
