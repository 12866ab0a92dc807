package art.pinhua.demo.bench;

import art.pinhua.demo.OwnSettings;
import art.pinhua.training.measure.MeasuredPart;
import art.pinhua.training.measure.Options;
import art.pinhua.training.measure.Surrounding;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// `./pinhua bench start`, `votes` and `curation`: print Markdown, and with `--docs` write it into the documentation.
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        String task = arguments.length == 0 ? "" : arguments[0];
        try {
            run(task, Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length));
        } catch (IllegalArgumentException e) {
            System.err.println("bench " + task + ": " + e.getMessage());
            System.exit(2);
        }
    }

    private static void run(String task, String... arguments) throws Exception {
        var repository = Path.of("").toAbsolutePath();
        var where = Surrounding.line("./pinhua bench " + task, arguments);
        Options options;
        String measured;
        switch (task) {
            case "start" -> {
                requireOwnDatabase();
                options = Options.parse(arguments, "rounds", "docs");
                measured = new StartBench(repository, options.count("rounds", 5)).run();
            }
            case "votes" -> {
                requireOwnDatabase();
                options = Options.parse(arguments, "rounds", "connections", "raters", "docs");
                measured = new VotesBench(
                                repository,
                                new VotesBench.Size(
                                        options.count("rounds", 5),
                                        options.count("connections", 8),
                                        options.count("raters", 40)))
                        .run();
            }
            case "curation" -> {
                options = Options.parse(arguments, "rounds", "docs");
                measured = new CurationBench(options.count("rounds", 3)).run(List.of(5_000, 20_000, 200_000));
            }
            default -> throw new IllegalArgumentException("unknown task. Known here are start, votes and curation");
        }
        System.out.print(where + measured);
        var docs = options.text("docs");
        if (docs.isPresent()) {
            MeasuredPart.write(Path.of(docs.get(), "performance.md"), "measured: " + task, where + measured);
        }
    }

    private static void requireOwnDatabase() {
        OwnSettings.refusal(System.getenv()).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }
}
