package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/// `./pinhua backup`, `./pinhua restore`, `./pinhua fsck` and `./pinhua erase`.
public final class CareMain {
    private static final String USE = "backup FOLDER, restore FOLDER, fsck or erase WHO";

    private CareMain() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        try {
            requireEmbedded();
            System.out.println(answer(arguments));
        } catch (CannotStart refused) {
            System.err.println("pinhua: " + refused.getMessage());
            System.exit(1);
        }
    }

    private static String answer(String[] arguments) throws IOException, SQLException {
        var data = Path.of(System.getenv().getOrDefault("PINHUA_DATA", ".pinhua"))
                .toAbsolutePath()
                .normalize();
        return switch (String.join(" ", arguments.length > 0 ? arguments[0] : "", Integer.toString(arguments.length))) {
            case "backup 2" -> new Backup(data, Path.of(arguments[1]), Clock.systemUTC()).make();
            case "restore 2" -> new Restore(Path.of(arguments[1]), data).make();
            case "fsck 1" -> fsck(data);
            case "erase 2" -> Erasure.of(data, arguments[1]);
            default -> throw new CannotStart("say " + USE);
        };
    }

    private static String fsck(Path data) throws IOException, SQLException {
        if ("s3".equalsIgnoreCase(System.getenv("PINHUA_BLOBS_STORE"))) {
            throw new CannotStart("blobs lie in a bucket. The running product compares it with its rows: page System,"
                    + " or GET /api/blobs");
        }
        var findings = Fsck.of(data);
        if (!findings.sound()) {
            throw new CannotStart(findings.tell());
        }
        return findings.tell();
    }

    private static void requireEmbedded() {
        var url = System.getenv("QUARKUS_DATASOURCE_JDBC_URL");
        if (url != null) {
            throw new CannotStart("this works on the embedded PostgreSQL, and QUARKUS_DATASOURCE_JDBC_URL names"
                    + " another server. Back that one up with pg_basebackup or pg_dump --no-unlogged-table-data first,"
                    + " then copy blobs, models, runs and secrets of the data folder");
        }
    }
}
