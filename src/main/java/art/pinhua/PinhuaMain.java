package art.pinhua;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.StartFailure;
import art.pinhua.platform.Surroundings;
import art.pinhua.platform.audit.AuditCommand;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Starts what the application stands on, then the application; or runs a command beside it.
@QuarkusMain
public final class PinhuaMain {
    private static final int MISUSED = 2;

    private PinhuaMain() {}

    public static void main(String... arguments) {
        if (arguments.length > 0) {
            System.exit(beside(arguments[0], List.of(arguments).subList(1, arguments.length)));
        }
        try {
            Surroundings.prepare();
        } catch (CannotStart e) {
            System.err.println("pinhua: " + e.getMessage());
            System.exit(1);
        }
        Quarkus.run(null, PinhuaMain::ended, arguments);
    }

    /// @return the exit code
    private static int beside(String command, List<String> arguments) {
        if (command.equals("audit")) {
            return AuditCommand.run(arguments, Surroundings.server(), Surroundings::cluster, System.out, System.err);
        }
        System.err.println("pinhua: unknown argument " + command + ". Settings are variables, such as"
                + " QUARKUS_HTTP_PORT=8081, or -D options before -jar; docs/settings.md lists all");
        return MISUSED;
    }

    private static void ended(int status, @Nullable Throwable failure) {
        if (failure != null) {
            StartFailure.tell(failure).ifPresent(line -> System.err.println("pinhua: " + line));
        }
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) { // a reload ends an application as well
            System.exit(status);
        }
    }
}
