package art.pinhua.demo;

import java.nio.file.Path;
import java.time.Clock;

/// `./pinhua demo`: the whole loop by itself, on a data folder of its own, with a report at the end.
public final class DemoMain {
    private DemoMain() {}

    public static void main(String[] arguments) throws Exception {
        boolean brief = false;
        Path folder = Path.of(
                System.getenv().getOrDefault("PINHUA_DATA", ".pinhua"),
                "demo",
                Clock.systemUTC().instant().toString().substring(0, 19).replace(":", ""));
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--brief" -> brief = true;
                case "--folder" -> {
                    if (++i == arguments.length) {
                        fail("--folder needs a folder behind it");
                    }
                    folder = Path.of(arguments[i]);
                }
                default -> fail("unknown argument " + arguments[i] + "; known are --brief and --folder DIR");
            }
        }
        Path report = new Demo(Path.of("").toAbsolutePath(), folder, brief ? DemoSize.brief() : DemoSize.full()).run();
        System.out.println("report: " + report.toAbsolutePath());
    }

    private static void fail(String message) {
        System.err.println("demo: " + message);
        System.exit(2);
    }
}
