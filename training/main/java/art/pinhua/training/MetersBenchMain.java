package art.pinhua.training;

import art.pinhua.training.bench.MetersBench;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.measure.MeasuredPart;
import art.pinhua.training.measure.Options;
import java.io.IOException;
import java.nio.file.Path;

/// `./pinhua bench meters`: calibrates the meters of the 128 px art, prints the table, and with `--docs` writes it into
/// the documentation.
public final class MetersBenchMain {
    private MetersBenchMain() {}

    public static void main(String[] arguments) throws IOException {
        try {
            var options = Options.parse(arguments, "model", "drawings", "threads", "docs");
            var markdown = MetersBench.run(
                    options.text("model", ShippedModel.STARTER),
                    options.count("drawings", 1000),
                    options.count("threads", 1));
            System.out.print(markdown);
            var docs = options.text("docs");
            if (docs.isPresent()) {
                MeasuredPart.write(Path.of(docs.get(), "starter-model.md"), "measured meters", markdown);
            }
        } catch (IllegalArgumentException e) {
            System.err.println("bench meters: " + e.getMessage());
            System.exit(2);
        }
    }
}
