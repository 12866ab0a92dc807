package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// `./pinhua backup`, `./pinhua restore`, `./pinhua fsck` and `./pinhua erase`, on the installation that the
/// product's own settings name, wherever they stand.
public final class CareMain {
    private static final String USE = "backup FOLDER, restore FOLDER, fsck or erase WHO";
    private static final String COMPARED =
            "The running product compares what it stored with its rows: page System, or GET /api/blobs";

    private CareMain() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        try {
            System.out.println(answer(ConfigProvider.getConfig(), arguments));
        } catch (CannotStart refused) {
            System.err.println("pinhua: " + refused.getMessage());
            System.exit(1);
        }
    }

    static String answer(Config config, String... arguments) throws IOException, SQLException {
        var command = arguments.length > 0 ? arguments[0] : "";
        requireEmbedded(config, command);
        var data = new DataFolder(config.getValue("pinhua.data", String.class)).root();
        return switch (command + " " + arguments.length) {
            case "backup 2" -> new Backup(data, Path.of(arguments[1]), hasBucket(config), Clock.systemUTC()).make();
            case "restore 2" -> new Restore(Path.of(arguments[1]), data).make();
            case "fsck 1" -> fsck(config, data);
            case "erase 2" -> Erasure.of(data, arguments[1]);
            default -> throw new CannotStart("say " + USE);
        };
    }

    private static String fsck(Config config, Path data) {
        if (hasBucket(config)) {
            throw new CannotStart("blobs lie in a bucket. " + COMPARED);
        }
        var findings = Fsck.of(data);
        if (!findings.sound()) {
            throw new CannotStart(findings.tell());
        }
        return findings.tell();
    }

    private static boolean hasBucket(Config config) {
        return config.getOptionalValue("pinhua.blobs.store", String.class)
                .filter("s3"::equalsIgnoreCase)
                .isPresent();
    }

    private static void requireEmbedded(Config config, String command) {
        if (config.getOptionalValue("quarkus.datasource.jdbc.url", String.class).isPresent()) {
            throw new CannotStart("this works on the embedded PostgreSQL, and QUARKUS_DATASOURCE_JDBC_URL names"
                    + " another server. " + instead(command));
        }
    }

    private static String instead(String command) {
        return switch (command) {
            case "erase" ->
                "Erase there with: set role pinhua_eraser; select erase('…'), best by id; then, as owner of the tables:"
                        + " vacuum (full, analyze) " + Traces.TABLES;
            case "fsck" -> COMPARED;
            default ->
                "Back that one up with pg_basebackup or pg_dump --no-unlogged-table-data first, then copy blobs,"
                        + " models, runs and secrets of the data folder";
        };
    }
}
