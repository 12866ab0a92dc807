package art.pinhua;

import art.pinhua.platform.CannotStart;
import art.pinhua.platform.Surroundings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Starts what the application stands on, then the application.
@QuarkusMain
public final class PinhuaMain {
    private PinhuaMain() {}

    public static void main(String... arguments) {
        try {
            Surroundings.prepare();
        } catch (CannotStart e) {
            System.err.println("pinhua: " + e.getMessage());
            System.exit(1);
        }
        Quarkus.run(arguments);
    }
}
