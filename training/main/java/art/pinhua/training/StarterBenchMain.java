package art.pinhua.training;

import art.pinhua.training.bench.StarterBench;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.measure.MeasuredPart;
import art.pinhua.training.measure.Options;
import art.pinhua.training.starter.training.LearntFrom;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
        } catch (IllegalArgumentException | TrainingException e) {
            System.err.println("bench starter: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Options options) throws IOException {
        String model = options.text("model", ShippedModel.STARTER);
        var learntFrom = learntFrom(options, model, LearntFrom.of(Path.of(model)));
        var outcome = StarterBench.run(new StarterBench.Setting(
                model,
                options.count("prompts", 500),
                options.count("drawings", 400),
                learntFrom,
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

    /// The drawings to look for copies among: those that the model's folder lists, or those that the
    /// options name instead, where one that is left out is as in the model's last run.
    /// @param said by the folder
    /// @throws IllegalArgumentException where neither says it: among other drawings there is no copy
    static List<LearntFrom> learntFrom(Options options, String model, List<LearntFrom> said) {
        boolean seed = options.text("training-seed").isPresent();
        boolean pictures = options.text("training-pictures").isPresent();
        if (said.isEmpty() && !(seed && pictures)) {
            throw new IllegalArgumentException(
                    model + " does not say what it learnt from: name --training-seed and --training-pictures");
        }
        if (!seed && !pictures) {
            return said;
        }
        var otherwise = said.isEmpty() ? new LearntFrom(0, 1) : said.getLast(); // the former is never taken
        return List.of(new LearntFrom(
                options.whole("training-seed", otherwise.seed()),
                options.count("training-pictures", otherwise.pictures())));
    }
}
