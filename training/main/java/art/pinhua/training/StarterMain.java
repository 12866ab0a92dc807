package art.pinhua.training;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.starter.training.StarterTraining;
import art.pinhua.training.trainer.StopRequest;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `./pinhua train-starter`: makes the starter model in a folder; called again, it continues.
public final class StarterMain {
    private static final List<String> OPTIONS = List.of(
            "size",
            "folder",
            "hours",
            "device",
            "threads",
            "seed",
            "pictures",
            "precision",
            "from",
            "autoencoder-share",
            "only");

    private StarterMain() {}

    public static void main(String[] arguments) {
        var stop = StopRequest.onSignal();
        int status = 1;
        try {
            status = run(options(arguments), stop) ? 0 : 3;
        } catch (TrainingException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
        } catch (IOException e) {
            System.err.println("Reading or writing failed: " + e);
        } finally {
            stop.finished();
        }
        if (!stop.isRequested()) {
            System.exit(status);
        }
    }

    private static boolean run(Map<String, String> options, StopRequest stop) throws IOException {
        String size = options.getOrDefault("size", "128");
        if (!List.of("64", "128").contains(size)) {
            throw new IllegalArgumentException("--size must be 64 or 128, was " + size);
        }
        var device = ComputeDevice.of(options.getOrDefault("device", "cpu"));
        Path folder = Files.createDirectories(Path.of(
                options.getOrDefault("folder", size.equals("64") ? ".pinhua/starter" : ".pinhua/starter-" + size)));
        String precision = options.getOrDefault("precision", "bf16");
        if (!List.of("bf16", "fp32").contains(precision)) {
            throw new IllegalArgumentException("--precision must be bf16 or fp32, was " + precision);
        }
        String only = options.getOrDefault("only", "");
        if (!List.of("", "decoder").contains(only)) {
            throw new IllegalArgumentException("--only must be decoder, was " + only);
        }
        var wish = new StarterTraining.Wish(
                Long.parseLong(options.getOrDefault("seed", "1")),
                Integer.parseInt(size),
                Integer.parseInt(options.getOrDefault("pictures", "24000")),
                Double.parseDouble(options.getOrDefault("hours", size.equals("64") ? "2" : "4")),
                Integer.parseInt(options.getOrDefault(
                        "threads", Integer.toString(Runtime.getRuntime().availableProcessors()))),
                precision.equals("bf16"),
                options.get("from"),
                options.containsKey("autoencoder-share")
                        ? Double.valueOf(options.getOrDefault("autoencoder-share", ""))
                        : null,
                only.equals("decoder"));
        return StarterTraining.run(folder, wish, device, stop);
    }

    /// `--name value` pairs.
    private static Map<String, String> options(String[] arguments) {
        var options = new HashMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!OPTIONS.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("Options: --%s, each followed by its value; got %s"
                        .formatted(String.join(", --", OPTIONS), String.join(" ", arguments)));
            }
            options.put(name, arguments[i + 1]);
        }
        return options;
    }
}
