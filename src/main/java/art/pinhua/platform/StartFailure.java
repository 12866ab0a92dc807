package art.pinhua.platform;

import java.util.Optional;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;

/// What a start that failed within the framework tells the operator after the framework's own words: one line.
public final class StartFailure {
    private static final Pattern FILE = Pattern.compile("(V\\w+__\\w+\\.sql)");
    private static final Pattern MESSAGE = Pattern.compile("(?m)^Message\\s*:\\s*(.+)$");

    private StartFailure() {}

    /// Empty when there is nothing better to say than the framework did.
    public static Optional<String> tell(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStart) {
                return Optional.ofNullable(cause.getMessage());
            }
            if (cause instanceof FlywayException migration) {
                return Optional.of(migration(String.valueOf(migration.getMessage())));
            }
        }
        return Optional.empty();
    }

    private static String migration(String words) {
        var file = FILE.matcher(words);
        var message = MESSAGE.matcher(words);
        var what = file.find() ? "the migration " + file.group(1) : "a migration";
        var why = message.find()
                ? message.group(1).strip()
                : words.lines().filter(line -> !line.isBlank()).findFirst().orElse("no reason given");
        return what + " failed and left nothing behind: " + why
                + ". The database is as before; remove what stands in the way and start again";
    }
}
