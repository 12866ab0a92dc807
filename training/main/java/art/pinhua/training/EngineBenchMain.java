package art.pinhua.training;

import art.pinhua.training.bench.EngineBench;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.measure.MeasuredPart;
import art.pinhua.training.measure.Options;
import art.pinhua.training.measure.Surrounding;
import java.nio.file.Path;

/// `./pinhua bench engine`: sampling and a training step against Python diffusers, with `--precision bf16` sampling in
/// bf16 besides; with `--docs` the table also goes
/// into
/// the documentation.
public final class EngineBenchMain {
    private EngineBenchMain() {}

    static void main(String[] arguments) throws Exception {
        try {
            run(
                    Options.parse(arguments, "model", "rounds", "threads", "steps", "guidance", "precision", "docs"),
                    arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench engine: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void run(Options options, String... arguments) throws Exception {
        var where = Surrounding.line("./pinhua bench engine", arguments);
        var measured = where
                + EngineBench.run(new EngineBench.Setting(
                        options.text("model", "training/models/starter-64"),
                        options.count("rounds", 9),
                        options.count("threads", Runtime.getRuntime().availableProcessors()),
                        options.count("steps", 20),
                        options.number("guidance", 3),
                        Precision.of(options.text("precision", "fp32")) == Precision.BF16));
        System.out.print(measured);
        var docs = options.text("docs");
        if (docs.isPresent()) {
            MeasuredPart.write(Path.of(docs.get(), "performance.md"), "measured: engine", measured);
        }
    }
}
