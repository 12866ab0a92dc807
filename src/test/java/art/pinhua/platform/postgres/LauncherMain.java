package art.pinhua.platform.postgres;

import java.io.IOException;
import java.nio.file.Path;

/// A process that does nothing but keep a cluster running, for the tests to kill. Prints address, login and server
/// process, then waits until its input ends.
final class LauncherMain {
    private LauncherMain() {}

    public static void main(String[] arguments) throws IOException {
        var postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
        var access = postgres.access(EmbeddedPostgres.DATABASE);
        System.out.println(String.join(
                " ",
                access.url(),
                access.owner().user(),
                access.owner().password(),
                Long.toString(postgres.pid()),
                Boolean.toString(postgres.reused())));
        while (System.in.read() >= 0) {
            // until the test closes the pipe or kills this process
        }
    }
}
