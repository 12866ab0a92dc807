package art.pinhua;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.Surroundings;
import art.pinhua.platform.audit.AuditCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

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
        Quarkus.run(arguments);
    }
}
