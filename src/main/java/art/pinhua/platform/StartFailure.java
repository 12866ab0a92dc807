package art.pinhua.platform;

import io.smallrye.config.ConfigValidationException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;

/// What a start that failed within the framework tells the operator after the framework's own words: one line.
public final class StartFailure {
    private static final Pattern FILE = Pattern.compile("(V\\w+__\\w+\\.sql)");
    private static final Pattern SETTING = Pattern.compile("property (\\S+) with the config value \"(.*?)\"");
    private static final Pattern MESSAGE = Pattern.compile("(?m)^Message\\s*:\\s*(.+)$");

    private StartFailure() {}

    /// Empty when there is nothing better to say than the framework did.
    public static Optional<String> tell(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotStart) {
                return Optional.ofNullable(cause.getMessage());
            }
            if (cause instanceof ConfigValidationException settings) {
                return Optional.of(setting(settings.getProblem(0).getMessage()));
            }
            if (cause instanceof FlywayException migration) {
                return Optional.of(migration(String.valueOf(migration.getMessage())));
            }
        }
        return Optional.empty();
    }

    private static String setting(String words) {
        var setting = SETTING.matcher(words);
        return setting.find()
                ? "the setting %s cannot be '%s'; docs/settings.md says what it can be"
                        .formatted(setting.group(1), setting.group(2))
                : "a setting is wrong: " + words + "; docs/settings.md lists them";
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
