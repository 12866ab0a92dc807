package art.pinhua.care;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// `./pinhua backup`, `./pinhua restore`, `./pinhua fsck` and `./pinhua erase`, on the installation that the
/// product's own settings name, wherever they stand.
public final class CareMain {
    private static final String USE = "backup FOLDER, restore FOLDER, fsck or erase WHO";
    private static final String COMPARED =
            "The running product compares what it stored with its rows: open /api/blobs there, signed in as a curator";

    private CareMain() {}

    public static void main(String[] arguments) {
        try {
            System.out.println(answer(ConfigProvider.getConfig(), arguments));
        } catch (CannotStart refused) {
            end(String.valueOf(refused.getMessage()));
        } catch (UncheckedIOException e) {
            end(reason(e));
        } catch (IOException e) {
            end(reason(e));
        } catch (SQLException e) {
            end(reason(e));
        }
    }

    private static void end(String words) {
        System.err.println("pinhua: " + words);
        System.exit(1);
    }

    /// In one line, with the path where there is one.
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException gone -> "there is no " + gone.getFile();
            case AccessDeniedException denied -> "this account may not read or write " + denied.getFile();
            case FileAlreadyExistsException present -> present.getFile() + " exists already";
            default -> firstLine(e);
        };
    }

    /// What was being done, and why it failed.
    static String reason(UncheckedIOException e) {
        var cause = Objects.requireNonNull(e.getCause());
        var what = firstLine(e);
        var told = ": " + firstLine(cause);
        var doing = what.endsWith(told) ? what.substring(0, what.length() - told.length()) : what;
        return what.equals(cause.toString()) ? reason(cause) : doing + ": " + reason(cause);
    }

    static String reason(SQLException e) {
        return "the database refuses: " + firstLine(e);
    }

    private static String firstLine(Exception e) {
        return Optional.ofNullable(e.getMessage())
                .orElse(e.toString())
                .lines()
                .findFirst()
                .orElse(e.toString());
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
                "Copy runs of the data folder, back that server up with pg_basebackup or pg_dump"
                        + " --no-unlogged-table-data, then copy blobs, models and secrets, and runs once more over the"
                        + " first copy";
        };
    }
}
