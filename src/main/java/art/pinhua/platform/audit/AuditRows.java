package art.pinhua.platform.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The table `audit_entry`: rows are added and read.
final class AuditRows {
    static final String COLUMNS = "seq, at_micros, actor, action, subject, details, request_id, previous, hash";
    private static final int AT_A_TIME = 1_000;

    private AuditRows() {}

    static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("seq"),
                row.getLong("at_micros"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("details"),
                row.getString("request_id"),
                row.getString("previous"),
                row.getString("hash"));
    }

    /// Walks the whole chain, however long, page by page.
    static AuditChain walk(Connection connection, Optional<AuditChain.Head> kept) throws SQLException {
        var chain = new AuditChain(kept);
        long after = Long.MIN_VALUE;
        try (var statement = connection.prepareStatement(
                "select " + COLUMNS + " from audit_entry where seq > ? order by seq limit " + AT_A_TIME)) {
            boolean more = true;
            while (more) {
                statement.setLong(1, after);
                more = false;
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        var entry = read(rows);
                        if (!chain.add(entry)) {
                            return chain;
                        }
                        after = entry.seq();
                        more = true;
                    }
                }
            }
        }
        return chain;
    }
}
