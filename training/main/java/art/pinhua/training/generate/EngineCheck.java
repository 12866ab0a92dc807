package art.pinhua.training.generate;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.ShippedModel;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Looks whether the engine works on this machine: loads libtorch, draws one step as the settings of the
/// engine say, one more where the trainer computes on another device, and says what it found in lines that
/// begin with `ok` or `!!`. A step that was drawn is the proof; the devices beside it are those that this libtorch
/// could compute on, which help where the one of the settings is not there.
public final class EngineCheck {
    private static final String LIBRARY = "PYTORCH_LIBRARY_PATH";
    private static final String CPU = "cpu";
    private static final Trial ENGINE = new Trial("engine", "PINHUA_ENGINE_DEVICE", "PINHUA_ENGINE_PRECISION");
    private static final Trial TRAINER = new Trial("trainer", "PINHUA_TRAINER_DEVICE", null);

    private EngineCheck() {}

    /// @param arguments pipeline folder to draw with, and the number of threads
    /// @return the process's exit status: 0 if all is well
    public static int run(String[] arguments, Map<String, String> environment, PrintStream lines) {
        String model = arguments.length > 0 ? arguments[0] : ShippedModel.STARTER;
        int threads = arguments.length > 1
                ? Integer.parseInt(arguments[1])
                : Runtime.getRuntime().availableProcessors();
        boolean well = supplied(environment, lines);
        well &= draws(ENGINE, model, threads, environment, lines);
        if (!TRAINER.device(environment).equals(ENGINE.device(environment))) {
            well &= draws(TRAINER, model, threads, environment, lines);
        }
        return well ? 0 : 1;
    }

    /// Where and how one of the processes computes.
    /// @param precision the variable that says how precisely; none for fp32 always
    private record Trial(
            String process, String variable, @Nullable String precision) {
        String device(Map<String, String> environment) {
            return environment.getOrDefault(variable, CPU);
        }

        Precision precision(Map<String, String> environment) {
            return precision == null
                    ? Precision.FP32
                    : Precision.of(environment.getOrDefault(precision, "fp32").toLowerCase(Locale.ROOT));
        }
    }

    private static boolean draws(
            Trial trial, String model, int threads, Map<String, String> environment, PrintStream lines) {
        String device = trial.device(environment);
        boolean listed = !trial.equals(ENGINE);
        try (var tensors = OpenDevice.of(ComputeDevice.of(device), threads)) {
            var precision = trial.precision(environment);
            if (!listed) {
                listed = true;
                list(threads, lines);
            }
            double seconds = step(tensors, model, precision);
            lines.println(String.format(
                    Locale.ROOT, "ok  one step   of %s on %s in %s, %.2f s", model, device, precision, seconds));
            if (hasCuda(environment) && device.equals(CPU)) {
                lines.println(
                        "ok  CUDA       this libtorch has it, and the %s computes on cpu: set %s to cuda to use a GPU"
                                .formatted(trial.process(), trial.variable()));
            }
            return true;
        } catch (IOException | RuntimeException | LinkageError e) {
            if (!listed) {
                listIfLoaded(threads, lines);
            }
            Throwable cause = e;
            while (e instanceof EngineException && cause.getCause() != null) {
                cause = cause.getCause(); // such as the name of a library that is not there
            }
            String why = cause instanceof EngineException
                    ? Faults.message(cause)
                    : Objects.toString(cause.getMessage(), cause.toString());
            String said = why.lines().findFirst().orElse("");
            lines.println(
                    ofLibtorch(e)
                            ? "!!  %-10s %s. %s".formatted(trial.process(), said, advice(environment, trial.variable()))
                            : "!!  %-10s %s".formatted(trial.process(), said));
            return false;
        }
    }

    private static void list(int threads, PrintStream lines) {
        String libtorch = ai.djl.engine.Engine.getEngine("PyTorch").getVersion();
        lines.println("ok  libtorch   %s, DJL %s, %d threads"
                .formatted(libtorch, ai.djl.engine.Engine.getDjlVersion(), threads));
        for (EngineAnswer.Device found : DeviceList.read()) {
            lines.println("ok  %-10s %s, %d MiB, fast in %s"
                    .formatted(found.device(), found.name(), found.memory() >> 20, String.join(", ", found.fast())));
        }
    }

    /// Where the device of the settings does not work, the processor may: then libtorch is there.
    private static void listIfLoaded(int threads, PrintStream lines) {
        try (var processor = Tensors.cpu(threads)) {
            list(threads, lines);
        } catch (RuntimeException | LinkageError absent) {
            // whoever calls says why
        }
    }

    /// Whether libtorch is not there or does not work, unlike a setting, a model or memory that does not suffice.
    static boolean ofLibtorch(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException inside && Faults.isCertainlyAllocation(inside)) {
                return false;
            }
            if (cause instanceof EngineException || cause instanceof LinkageError) {
                return true;
            }
        }
        return false;
    }

    /// What to do about a libtorch that does not work.
    private static String advice(Map<String, String> environment, String variable) {
        if (!environment.getOrDefault(variable, CPU).equals(CPU)) {
            return hasCuda(environment)
                    ? "Look at nvidia-smi, or set " + variable + " to cpu."
                    : "It needs a libtorch with CUDA (README, \"GPU\"): set " + LIBRARY
                            + ", PYTORCH_VERSION and PYTORCH_FLAVOR, or set " + variable + " to cpu.";
        }
        return environment.containsKey(LIBRARY)
                ? "Unset " + LIBRARY + " to use the libtorch that comes with the product."
                : "Delete the folder cache/djl of the data folder (or DJL_CACHE_DIR) and try again; x86-64 Linux"
                        + " with glibc is needed.";
    }

    private static double step(Tensors tensors, String model, Precision precision) throws IOException {
        try (var shelf = new ModelShelf(tensors, 1, precision)) {
            Painter painter = shelf.painter(new ModelSource(model, List.of()));
            int side = painter.networks().nativeSize();
            long start = System.nanoTime();
            painter.draw(
                    new PictureRequest("山", "", List.of(1L), 1, 3, SamplerKind.DDIM, side, side), PictureListener.NONE);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /// Looks at the files of a libtorch of one's own before they are loaded: a missing one ends in an obscure error.
    private static boolean supplied(Map<String, String> environment, PrintStream lines) {
        String path = environment.get(LIBRARY);
        if (path == null) {
            return true;
        }
        boolean cuda = hasCuda(environment);
        var missing = new ArrayList<String>();
        for (String file : cuda
                ? List.of("libtorch.so", "libtorch_cpu.so", "libtorch_cuda.so", "libc10.so", "libc10_cuda.so")
                : List.of("libtorch.so", "libtorch_cpu.so", "libc10.so")) {
            if (!Files.exists(Path.of(path, file))) {
                missing.add(file);
            }
        }
        if (environment.get("PYTORCH_VERSION") == null) {
            lines.println("!!  libtorch   " + LIBRARY + " is set and PYTORCH_VERSION is not. Set it to its version,"
                    + " such as 2.7.1, and PYTORCH_FLAVOR to cpu or cu128.");
            return false;
        }
        if (!missing.isEmpty()) {
            lines.println("!!  libtorch   " + path + " lacks " + String.join(", ", missing) + ". Set " + LIBRARY
                    + " to a folder of libtorch libraries, such as torch/lib of a wheel.");
            return false;
        }
        lines.println("ok  libtorch   supplied by " + path);
        return true;
    }

    private static boolean hasCuda(Map<String, String> environment) {
        return environment.getOrDefault("PYTORCH_FLAVOR", "").contains("cu");
    }
}
