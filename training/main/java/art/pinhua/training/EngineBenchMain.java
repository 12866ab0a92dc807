package art.pinhua.training;

import art.pinhua.training.bench.EngineBench;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.measure.MeasuredPart;
import art.pinhua.training.measure.Options;
import art.pinhua.training.measure.Surrounding;
import art.pinhua.training.measure.TemporaryFolder;
import art.pinhua.training.starter.training.UntrainedPipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// `./pinhua bench engine`: sampling and a training step against Python diffusers, with `--precision bf16` sampling in
/// bf16 besides. `--size sd15` measures sampling at the sizes of Stable Diffusion 1.5, with random weights. With
/// `--docs`
/// the table also goes into the documentation.
public final class EngineBenchMain {

    private EngineBenchMain() {}

    static void main(String[] arguments) throws Exception {
        try {
            run(
                    Options.parse(
                            arguments, "model", "rounds", "threads", "steps", "guidance", "precision", "size", "docs"),
                    arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench engine: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void run(Options options, String... arguments) throws Exception {
        String size = options.text("size", "starter");
        var where = Surrounding.line("./pinhua bench engine", naming(options, arguments));
        String measured = switch (size) {
            case "starter" ->
                where
                        + EngineBench.run(
                                setting(options, options.text("model", ShippedModel.STARTER), 9, 20, List.of(1, 4)));
            case "sd15" -> where + large(options);
            default -> throw new IllegalArgumentException("--size must be starter or sd15, was " + size);
        };
        System.out.print(measured);
        var docs = options.text("docs");
        if (docs.isPresent()) {
            String part = "measured: engine"
                    + (size.equals("starter") ? "" : " " + size)
                    + (options.count("threads", 2) == 1 ? ", one thread" : "");
            MeasuredPart.write(Path.of(docs.get(), "performance.md"), part, measured);
        }
    }

    /// The same command line, which goes on measuring that model when the shipped one is another.
    static String[] naming(Options options, String... arguments) {
        if (options.text("model").isPresent() || options.text("size", "starter").equals("sd15")) {
            return arguments;
        }
        return Stream.concat(Stream.of("--model", ShippedModel.STARTER), Stream.of(arguments))
                .toArray(String[]::new);
    }

    /// No checkpoint of that size is at hand: random weights take as long.
    private static String large(Options options) throws Exception {
        try (var folder = TemporaryFolder.make("pinhua-sd15")) {
            UntrainedPipeline.writeApart(folder.path());
            return EngineBench.run(setting(options, folder.path().toString(), 3, 2, List.of(1)))
                    .replace(folder.path().toString(), "random weights of Stable Diffusion 1.5's sizes");
        }
    }

    private static EngineBench.Setting setting(
            Options options, String model, int rounds, int steps, List<Integer> batches) {
        return new EngineBench.Setting(
                model,
                options.count("rounds", rounds),
                options.count("threads", Runtime.getRuntime().availableProcessors()),
                options.count("steps", steps),
                options.number("guidance", 3),
                Precision.of(options.text("precision", "fp32")) == Precision.BF16,
                batches,
                batches.size() > 1);
    }
}
