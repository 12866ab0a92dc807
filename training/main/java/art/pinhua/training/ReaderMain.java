package art.pinhua.training;

import art.pinhua.training.measure.Options;
import art.pinhua.training.starter.atelier.Prototypes;
import art.pinhua.training.starter.training.ReaderTraining;
import java.io.IOException;
import java.nio.file.Path;

/// `./pinhua train-reader`: measures the prototypes of the backgrounds, trains the learnt reader of 128 px pictures on
/// drawings, and writes both among the sources. Needed only when the art changes. `--from FILE` goes on from weights
/// that
/// an earlier training wrote, such as the `reader.f16` that a stopped one leaves in `--folder`.
public final class ReaderMain {
    private ReaderMain() {}

    public static void main(String[] arguments) throws IOException {
        try {
            var options =
                    Options.parse(arguments, "folder", "out", "pictures", "steps", "batch", "threads", "seed", "from");
            Path out = Path.of(options.text("out", "training/main/resources/art/pinhua/training/starter/atelier"));
            Prototypes.write(out.resolve("backdrops.txt"));
            ReaderTraining.run(
                    options.text("folder")
                            .map(Path::of)
                            .orElse(StarterMain.data(System.getenv()).resolve("reader")),
                    out.resolve("reader.f16"),
                    new ReaderTraining.Plan(
                            options.count("seed", 404),
                            options.count("pictures", 24_000),
                            options.count("steps", 8000),
                            options.count("batch", 48),
                            options.count("threads", 1),
                            options.text("from").map(Path::of)));
        } catch (IllegalArgumentException e) {
            System.err.println("train-reader: " + e.getMessage());
            System.exit(2);
        }
    }
}
