package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.postgres.EmbeddedPostgres;
import art.pinhua.platform.postgres.PostgresVisit;
import art.pinhua.training.contract.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Copies the whole installation while it runs, or rests: first the database with the log that makes the copy
/// consistent, then the blobs. Blobs are written before the rows that name them and never change, so every row in the
/// copy finds its blob. Checkpoints come before the database: a run that ends meanwhile removes them,
/// while its row in the copy says that it goes on. What else a run has written comes after the
/// database, and so tells of every step up to its checkpoint.
///
/// The database is copied as PostgreSQL itself describes (`pg_backup_start`, files, `pg_backup_stop`, log). Votes wait
/// for the last moment of it, so that the ledger's digest is exactly that of the copy.
final class Backup {
    /// What the server makes anew, or must not find.
    private static final Set<String> NOT_COPIED = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    /// The file of a table or index, its maps, and what follows its first gigabyte.
    private static final Pattern RELATION = Pattern.compile("(\\d+)(_fsm|_vm)?(\\.\\d+)?");

    private static final Path RUNS = Path.of("runs");

    private static final String SLOT = "pinhua_backup";

    private final Path data;
    private final Path target;
    private final boolean bucket;
    private final Clock clock;

    /// @param bucket whether the blobs lie in a bucket, which is not copied
    Backup(Path data, Path target, boolean bucket, Clock clock) {
        this.data = data;
        this.target = target.toAbsolutePath().normalize();
        this.bucket = bucket;
        this.clock = clock;
    }

    /// The part of a backup that needs the server.
    @FunctionalInterface
    interface DatabaseCopy {
        Ledger into(Copy copy) throws IOException, SQLException;
    }

    /// @return what was copied, in one line
    /// @throws CannotStart also when all was copied but blobs that cannot be read: it names them
    String make() throws IOException, SQLException {
        return make(this::database);
    }

    String make(DatabaseCopy database) throws IOException, SQLException {
        if (target.startsWith(data)) {
            throw new CannotStart("the backup must lie outside the data folder " + data);
        }
        Copy.requireEmpty(target);
        var copy = new Copy(data, target);
        copy.tree(RUNS, path -> isRun(path) || isOfCheckpoints(path));
        var ledger = database.into(copy);
        copy.tree(Path.of("pg/secrets"), every());
        copy.tree(Path.of("secrets"), every());
        copy.tree(RUNS, path -> !isOfCheckpoints(path));
        copy.tree(Path.of("models"), path -> !isDraft(path));
        var unread = new ArrayList<String>();
        long blobs = copy.readable(Path.of("blobs"), path -> !isDraft(path), unread);
        // the manifest last: what has none is no backup
        new Manifest(clock.instant().toString(), ledger, blobs, bucket, Optional.of(copy.writeList()), unread)
                .write(target);
        var made = ledger.tell() + ", and " + blobs + " blobs are in " + target
                + ". It holds passwords: keep it as safe as the installation"
                + (bucket ? ". The bucket is not in it: back that up with the means of its store" : "");
        if (!unread.isEmpty()) {
            throw new CannotStart(made + ". Not in it, because they cannot be read, are " + unread.size()
                    + ", which a restore will report as missing. Take them from an earlier backup"
                    + Fsck.list("unread", unread));
        }
        return made;
    }

    private static Predicate<Path> every() {
        return path -> true;
    }

    /// A run's folder, or that of all runs.
    private static boolean isRun(Path path) {
        return path.getNameCount() <= 2;
    }

    private static boolean isOfCheckpoints(Path path) {
        return path.getNameCount() > 2 && path.getName(2).toString().equals(RunFiles.CHECKPOINTS);
    }

    /// What is on its way to its place; whoever makes it begins anew.
    static boolean isDraft(Path path) {
        return path.startsWith("blobs/drafts") || path.startsWith("models/drafts");
    }

    private Ledger database(Copy copy) throws IOException, SQLException {
        try (var visit = EmbeddedPostgres.visit(data.resolve("pg"))) {
            return database(visit, copy);
        }
    }

    private Ledger database(PostgresVisit visit, Copy copy) throws IOException, SQLException {
        var cluster = Path.of("pg/data");
        try (var backup = visit.connect();
                var votes = visit.connect()) {
            // a temporary slot keeps the log from being recycled until this connection ends
            ask(backup, "select pg_create_physical_replication_slot('" + SLOT + "', true, true)");
            var from = ask(backup, "select pg_walfile_name(pg_backup_start('pinhua', true))");
            copy.tree(
                    cluster,
                    path -> !NOT_COPIED.contains(cluster.relativize(path).toString())
                            && !path.getFileName().toString().startsWith("pgsql_tmp")
                            && !ofUnloggedTable(data.resolve(path)));
            for (var made : NOT_COPIED) {
                copy.folder(cluster.resolve(made));
            }
            votes.setAutoCommit(false);
            ask(votes, "lock table vote in share mode");
            var ledger = Ledger.of(votes);
            try (var statement = backup.createStatement();
                    var end = statement.executeQuery(
                            "select pg_walfile_name(lsn), labelfile from pg_backup_stop(false)")) {
                end.next();
                var to = end.getString(1);
                votes.rollback();
                copy.text(cluster.resolve("backup_label"), end.getString(2));
                copy.tree(cluster.resolve("pg_wal"), path -> neededLog(path, from, to));
            }
            return ledger;
        }
    }

    /// Tables that are not logged hold what shall soon be forgotten. Recovery makes them anew from their empty
    /// beginning (`_init`), which alone is copied.
    static boolean ofUnloggedTable(Path file) {
        var name = RELATION.matcher(file.getFileName().toString());
        return name.matches() && Files.exists(file.resolveSibling(name.group(1) + "_init"));
    }

    /// Segments are named in their order.
    private static boolean neededLog(Path path, String from, String to) {
        var name = path.getFileName().toString();
        return name.equals("pg_wal")
                || name.matches("[0-9A-F]{24}") && name.compareTo(from) >= 0 && name.compareTo(to) <= 0;
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (var rows = statement.getResultSet()) {
                rows.next();
                return String.valueOf(rows.getString(1));
            }
        }
    }
}
