package art.pinhua.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Classes of the test's class path in a Java machine of their own.
public final class JavaProcess {
    private static final List<String> SMALL = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    private JavaProcess() {}

    /// @param options of the Java machine
    /// @param main    name of the class
    public static ProcessBuilder of(List<String> options, String main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Djava.awt.headless=true");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /// A small one that a test may kill.
    /// @param log where all that it says is appended
    public static Process started(Path log, Class<?> main, String... arguments) throws IOException {
        return of(SMALL, main.getName(), arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /// @return the status with which it ended by itself
    public static int finish(Process process) throws InterruptedException {
        assertTrue(process.waitFor(180, TimeUnit.SECONDS), "the process does not end");
        return process.exitValue();
    }
}
