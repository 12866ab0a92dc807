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
    private PinhuaMain() {}

    public static void main(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("audit")) {
            var rest = List.of(arguments).subList(1, arguments.length);
            System.exit(AuditCommand.run(rest, Surroundings.server(), Surroundings::cluster, System.out, System.err));
        }
        try {
            Surroundings.prepare();
        } catch (CannotStart e) {
            System.err.println("pinhua: " + e.getMessage());
            System.exit(1);
        }
        Quarkus.run(null, PinhuaMain::ended, arguments);
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
