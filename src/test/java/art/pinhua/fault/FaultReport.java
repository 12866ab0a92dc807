package art.pinhua.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;

/// What faults cost, as rows of the table in `docs/operations.md`: on the console and in `target/faults.md`.
public final class FaultReport {
    private static final Path FILE = Path.of("target/faults.md");

    private FaultReport() {}

    public static synchronized void row(int number, String fault, String measured) throws IOException {
        var line = "| " + number + " | " + fault + " | " + measured + " |";
        System.out.println("FAULT " + line);
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
    }

    static String percent(int part, int whole) {
        return String.format(Locale.ROOT, "%.2f %%", whole == 0 ? 0 : 100.0 * part / whole);
    }
}
