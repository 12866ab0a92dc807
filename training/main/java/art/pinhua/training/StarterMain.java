package art.pinhua.training;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.measure.Options;
import art.pinhua.training.starter.training.StarterTraining;
import art.pinhua.training.starter.training.Wish;
import art.pinhua.training.trainer.StopRequest;
import art.pinhua.training.trainer.TrainingException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `./pinhua train-starter`: makes the starter model in a folder; called again, it continues. Ends with 0 when
/// the model is there, with 2 when an option does not fit, with 3 when it was stopped, and with 1 when it failed.
public final class StarterMain {
    private static final String KEPT = ". What was done up to the last checkpoint is kept: run it again to go on";

    private StarterMain() {}

    public static void main(String[] arguments) {
        var stop = StopRequest.onSignal();
        int status = 1;
        try {
            status = run(arguments, System.getenv(), stop, System.err);
        } finally {
            stop.finished();
        }
        if (!stop.isRequested()) {
            System.exit(status);
        }
    }

    /// @return the exit status; the reason, where it is a failure, is told in one sentence
    static int run(String[] arguments, Map<String, String> environment, StopRequest stop, PrintStream complaints) {
        try {
            return run(arguments, environment, stop) ? 0 : 3;
        } catch (IllegalArgumentException e) {
            complaints.println("train-starter: " + e.getMessage());
            return 2;
        } catch (TrainingException e) {
            complaints.println("train-starter: " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
            complaints.println("train-starter: reading or writing failed: " + cause + KEPT);
        } catch (EngineException e) { // such as a full memory of the device
            String first = e.toString().lines().findFirst().orElse("");
            complaints.println("train-starter: the engine failed: " + first + KEPT);
        }
        return 1;
    }

    private static boolean run(String[] arguments, Map<String, String> environment, StopRequest stop)
            throws IOException {
        var options = Options.parse(
                arguments,
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
        Path folder = folder(options, environment);
        Wish wish = wish(options, Wish.begun(folder));
        return StarterTraining.run(folder, wish, device(options), stop);
    }

    private static Optional<String> size(Options options) {
        return options.oneOf("size", "64", "128");
    }

    /// `--folder`, else one for each size in the data folder.
    static Path folder(Options options, Map<String, String> environment) {
        String name = size(options).orElse("128").equals("64") ? "starter" : "starter-128";
        return options.text("folder")
                .map(Path::of)
                .orElseGet(() -> data(environment).resolve(name));
    }

    /// The data folder of this installation.
    static Path data(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("PINHUA_DATA", ".pinhua"));
    }

    /// What the options ask for; what they leave out is as the folder's training was begun, or as usual.
    static Wish wish(Options options, Optional<Wish> begun) {
        int size =
                size(options).map(Integer::valueOf).orElse(begun.map(Wish::size).orElse(128));
        Wish otherwise = begun.orElseGet(() -> Wish.usual(size));
        Optional<Boolean> bfloat16 = options.oneOf("precision", "bf16", "fp32").map("bf16"::equals);
        return new Wish(
                options.whole("seed", otherwise.seed()),
                size,
                options.count("pictures", otherwise.pictures()),
                number(options, "hours", otherwise.hours()),
                options.count("threads", otherwise.threads()),
                bfloat16.isPresent() ? bfloat16.get() : otherwise.bfloat16(),
                options.text("from").orElse(otherwise.from()),
                number(options, "autoencoder-share", otherwise.autoencoderShare()),
                options.oneOf("only", "decoder").isPresent() || otherwise.decoderOnly());
    }

    private static @Nullable Double number(Options options, String name, @Nullable Double otherwise) {
        return otherwise == null && options.text(name).isEmpty()
                ? null
                : Double.valueOf(options.number(name, otherwise == null ? 0 : otherwise));
    }

    private static ComputeDevice device(Options options) {
        String name = options.text("device", "cpu");
        try {
            return ComputeDevice.of(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--" + e.getMessage(), e);
        }
    }
}
