package art.pinhua.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Proves the ledger of votes against what the voters know: every vote that was acknowledged is stored, as it was sent;
/// none is stored that nobody was told of; none counts twice; and what is counted from votes agrees with them.
///
/// As a program: `LedgerCheck JOURNAL JDBC-URL USER PASSWORD`, exit status 1 when something is wrong.
final class LedgerCheck {
    private LedgerCheck() {}

    /// @param faults one line each; empty when the ledger holds
    record Findings(int acknowledged, int stored, List<String> faults) {
        @Override
        public String toString() {
            return acknowledged + " acknowledged, " + stored + " stored, "
                    + (faults.isEmpty() ? "the ledger holds" : faults.size() + " faults: " + faults);
        }
    }

    private record Stored(UUID assignment, String choice) {}

    public static void main(String... arguments) throws IOException, SQLException {
        try (var connection = DriverManager.getConnection(arguments[1], arguments[2], arguments[3])) {
            var findings = of(Path.of(arguments[0]), connection);
            System.out.println(findings);
            System.exit(findings.faults().isEmpty() ? 0 : 1);
        }
    }

    /// To be asked when every voter has got its last receipt.
    static Findings of(Path journal, Connection connection) throws IOException, SQLException {
        var faults = new ArrayList<String>();
        var stored = stored(connection);
        var told = new HashSet<UUID>();
        var lines = Journal.read(journal);
        for (var line : lines) {
            if (!told.add(line.vote())) {
                faults.add("acknowledged to two: " + line.vote());
            }
            var kept = stored.get(line.vote());
            if (kept == null) {
                faults.add("acknowledged and not stored: " + line.vote());
            } else if (!kept.equals(new Stored(line.assignment(), line.choice()))) {
                faults.add("stored as another vote: " + line.vote() + " is " + kept + ", was " + line);
            }
        }
        for (var vote : stored.keySet()) {
            if (!told.contains(vote)) {
                faults.add("stored and never acknowledged: " + vote);
            }
        }
        count(connection, faults, "assignments with more than one standing vote", """
                select count(*) from (select assignment_id from vote v
                    where not exists (select from vote later where later.supersedes = v.vote_id)
                    group by 1 having count(*) > 1) twice""");
        count(connection, faults, "assignments answered without a vote", """
                select count(*) from assignment a where a.state <> 'ISSUED'
                    and not exists (select from vote v where v.assignment_id = a.id)""");
        count(connection, faults, "votes whose assignment says it waits", """
                select count(*) from assignment a where a.state = 'ISSUED'
                    and exists (select from vote v where v.assignment_id = a.id)""");
        return new Findings(lines.size(), stored.size(), List.copyOf(faults));
    }

    private static Map<UUID, Stored> stored(Connection connection) throws SQLException {
        try (var query = connection.createStatement();
                var rows = query.executeQuery("select vote_id, assignment_id, choice from vote")) {
            var stored = new HashMap<UUID, Stored>();
            while (rows.next()) {
                stored.put(
                        rows.getObject(1, UUID.class),
                        new Stored(rows.getObject(2, UUID.class), String.valueOf(rows.getString(3))));
            }
            return stored;
        }
    }

    private static void count(Connection connection, List<String> faults, String what, String sql) throws SQLException {
        try (var query = connection.createStatement();
                var row = query.executeQuery(sql)) {
            row.next();
            if (row.getLong(1) > 0) {
                faults.add(row.getLong(1) + " " + what);
            }
        }
    }
}
