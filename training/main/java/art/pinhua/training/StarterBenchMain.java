package art.pinhua.training;

import art.pinhua.training.bench.StarterBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `./pinhua bench starter`: examines a starter model, prints the tables, and with `--docs` writes them and the sample
/// sheet into the documentation. Exit status 3 when a gate is missed.
public final class StarterBenchMain {
    private static final List<String> OPTIONS =
            List.of("model", "prompts", "drawings", "steps", "guidance", "threads", "docs", "sheet");

    private StarterBenchMain() {}

    public static void main(String[] arguments) throws IOException {
        var options = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!OPTIONS.contains(name) || i + 1 == arguments.length) {
                System.err.println("Options: --" + String.join(", --", OPTIONS) + ", each followed by its value");
                System.exit(2);
            }
            options.put(name, arguments[i + 1]);
        }
        System.exit(run(options) ? 0 : 3);
    }

    private static boolean run(Map<String, String> options) throws IOException {
        var outcome = StarterBench.run(new StarterBench.Setting(
                options.getOrDefault("model", "training/models/starter-64"),
                whole(options, "prompts", 200),
                whole(options, "drawings", 400),
                whole(options, "steps", 20),
                Double.parseDouble(options.getOrDefault("guidance", "4")),
                whole(options, "threads", Runtime.getRuntime().availableProcessors())));
        System.out.print(outcome.markdown());
        var sheet = options.get("sheet");
        if (sheet != null) {
            StarterBench.writeSheet(Path.of(sheet), outcome.sheet());
        }
        var docs = options.get("docs");
        if (docs != null) {
            StarterBench.writeInto(Path.of(docs, "starter-model.md"), outcome.markdown());
            StarterBench.writeSheet(Path.of(docs, "pictures/starter-model.png"), outcome.sheet());
        }
        return outcome.examination().passed();
    }

    private static int whole(Map<String, String> options, String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
    }
}
