package art.pinhua.platform.postgres;

import java.io.IOException;
import java.nio.file.Path;

/// A process that does nothing but keep a cluster running, for the tests to kill. Prints address, login and server
/// process, then waits until its input ends. With a second argument it visits the cluster only.
final class LauncherMain {
    private LauncherMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 1) {
            visit(Path.of(arguments[0]));
        } else {
            serve(Path.of(arguments[0]));
        }
    }

    private static void visit(Path folder) throws IOException {
        try (var visit = EmbeddedPostgres.visit(folder)) {
            System.out.println("jdbc: " + visit);
            awaitEnd();
        }
    }

    private static void serve(Path folder) throws IOException {
        var postgres = EmbeddedPostgres.start(folder);
        var access = postgres.access(EmbeddedPostgres.DATABASE);
        System.out.println(String.join(
                " ",
                access.url(),
                access.owner().user(),
                access.owner().password(),
                Long.toString(postgres.pid()),
                Boolean.toString(postgres.reused())));
        awaitEnd();
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // until the test closes the pipe or kills this process
        }
    }
}
