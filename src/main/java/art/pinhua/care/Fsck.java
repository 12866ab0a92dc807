package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.DataFolder;
import art.pinhua.platform.blob.BlobMissing;
import art.pinhua.platform.blob.Blobs;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What the database names against what the blob folder holds, every file read and its digest checked.
final class Fsck {
    private static final int SHOWN = 20;

    private Fsck() {}

    /// @param missing named by a row and not there
    /// @param damaged there, with other bytes than its name says, or none that can be read
    /// @param orphans there and named by no row: harmless
    record Findings(Ledger ledger, int blobs, List<String> missing, List<String> damaged, List<String> orphans) {
        boolean sound() {
            return soundBut(List.of());
        }

        /// @param unread names of what may be missing, or what a shelf's names begin with
        boolean soundBut(List<String> unread) {
            return damaged.isEmpty()
                    && missing.stream().allMatch(name -> unread.stream().anyMatch(name::startsWith));
        }

        String tell() {
            return ledger.tell() + "; " + blobs + " blobs, " + missing.size()
                    + " missing, " + damaged.size() + " damaged, " + orphans.size() + " orphans"
                    + list("missing", missing)
                    + list("damaged", damaged) + list("orphan", orphans);
        }
    }

    /// The first of them, each on a line.
    static String list(String what, List<String> names) {
        var lines = new StringBuilder();
        names.stream()
                .limit(SHOWN)
                .forEach(name -> lines.append('\n').append(what).append(' ').append(name));
        return lines.toString();
    }

    private interface Look<T> {
        T into(Connection database) throws SQLException;
    }

    static Findings of(Path data) {
        return look(data, database -> of(data, database));
    }

    /// Of the database alone, for blobs that lie elsewhere.
    static Ledger ledger(Path data) {
        return look(data, Ledger::of);
    }

    private static <T> T look(Path data, Look<T> look) {
        try (var visit = EmbeddedPostgres.visit(data.resolve("pg"));
                var connection = visit.connect()) {
            return look.into(connection);
        } catch (SQLException e) {
            throw new CannotStart("the database cannot be read: " + e.getMessage(), e);
        }
    }

    private static Findings of(Path data, Connection connection) throws SQLException {
        var blobs = new Blobs(new DataFolder(data.toString()));
        // named first: what is stored while we look is then no orphan, and nothing named can be missing
        var ledger = Ledger.of(connection);
        var named = named(connection);
        var stored = new TreeSet<>(blobs.names());
        var damaged = new ArrayList<String>();
        for (var name : stored) {
            try {
                blobs.file(name);
            } catch (BlobMissing otherBytes) {
                damaged.add(name);
            } catch (UncheckedIOException unreadable) {
                damaged.add(name + ": " + CareMain.reason(unreadable));
            }
        }
        var missing = new TreeSet<>(named);
        missing.removeAll(stored);
        var orphans = new TreeSet<>(stored);
        orphans.removeAll(named(connection));
        return new Findings(ledger, stored.size(), List.copyOf(missing), damaged, List.copyOf(orphans));
    }

    /// Columns of digests are called so, whatever slice owns them.
    private static TreeSet<String> named(Connection connection) throws SQLException {
        var named = new TreeSet<String>();
        for (var column : read(connection, """
                select format('select %I from %I where %I is not null', c.column_name, c.table_name, c.column_name)
                from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                where c.table_schema = 'public' and c.column_name like '%sha256' and c.data_type = 'text'
                  and t.table_type = 'BASE TABLE'
                """)) {
            named.addAll(read(connection, column));
        }
        return named;
    }

    private static List<String> read(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
