package art.pinhua.training;

import art.pinhua.training.bench.StarterBench;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.measure.MeasuredPart;
import art.pinhua.training.measure.Options;
import java.io.IOException;
import java.nio.file.Path;

/// `./pinhua bench starter`: examines a starter model, prints the tables, and with `--docs` writes them and the sample
/// sheet into the documentation. Exit status 3 when a gate is missed.
public final class StarterBenchMain {
    private StarterBenchMain() {}

    public static void main(String[] arguments) throws IOException {
        try {
            var options = Options.parse(
                    arguments,
                    "model",
                    "prompts",
                    "drawings",
                    "training-seed",
                    "training-pictures",
                    "steps",
                    "guidance",
                    "threads",
                    "docs",
                    "sheet");
            System.exit(run(options) ? 0 : 3);
        } catch (IllegalArgumentException e) {
            System.err.println("bench starter: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Options options) throws IOException {
        var outcome = StarterBench.run(new StarterBench.Setting(
                options.text("model", ShippedModel.STARTER),
                options.count("prompts", 500),
                options.count("drawings", 400),
                options.whole("training-seed", 1),
                options.count("training-pictures", 24_000),
                options.count("steps", 20),
                options.number("guidance", 3),
                options.count("threads", Runtime.getRuntime().availableProcessors())));
        System.out.print(outcome.markdown());
        var sheet = options.text("sheet");
        if (sheet.isPresent()) {
            StarterBench.writeSheet(Path.of(sheet.get()), outcome.sheet());
        }
        var docs = options.text("docs");
        if (docs.isPresent()) {
            boolean small = outcome.side() == 64;
            String part = small ? "measured" : "measured " + outcome.side();
            String sheetFile =
                    small ? "pictures/starter-model.png" : "pictures/starter-model-" + outcome.side() + ".png";
            MeasuredPart.write(Path.of(docs.get(), "starter-model.md"), part, outcome.markdown());
            StarterBench.writeSheet(Path.of(docs.get(), sheetFile), outcome.sheet());
        }
        return outcome.gates().all();
    }
}
