package art.pinhua.training.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

/// Where and when something was measured, for the sentence before its table.
public final class Surrounding {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Surrounding() {}

    /// Day, command, processors, and how busy the machine was before: a load near the number of processors means
    /// that other work took its share.
    public static String line(String command, String... arguments) throws IOException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(
                Locale.ROOT,
                "%s, `%s`, %d processors%s, load average before %.1f.%n%n",
                LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC),
                String.join(
                        " ",
                        Stream.concat(Stream.of(command), Stream.of(arguments)).toList()),
                Runtime.getRuntime().availableProcessors(),
                model(),
                load);
    }

    private static String model() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "";
        }
        return Files.readAllLines(PROCESSORS).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                .findFirst()
                .orElse("");
    }
}
