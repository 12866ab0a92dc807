package art.pinhua.training.generate;

import ai.djl.engine.EngineException;
import art.pinhua.training.contract.ComputeDevice;
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

/// Looks whether the engine works on this machine: loads libtorch, draws one step on the device of the settings, and
/// says
/// what it found in lines that begin with `ok` or `!!`.
public final class EngineCheck {
    private static final String LIBRARY = "PYTORCH_LIBRARY_PATH";
    private static final String DEVICE = "PINHUA_ENGINE_DEVICE";

    private EngineCheck() {}

    /// @param arguments pipeline folder to draw with, and the number of threads
    /// @return the process's exit status: 0 if all is well
    public static int run(String[] arguments, Map<String, String> environment, PrintStream lines) {
        String model = arguments.length > 0 ? arguments[0] : ShippedModel.STARTER;
        int threads = arguments.length > 1
                ? Integer.parseInt(arguments[1])
                : Runtime.getRuntime().availableProcessors();
        String device = environment.getOrDefault(DEVICE, "cpu");
        boolean supplied = supplied(environment, lines);
        try (var tensors = OpenDevice.of(ComputeDevice.of(device), threads)) {
            var torch = ai.djl.engine.Engine.getEngine("PyTorch");
            lines.println("ok  libtorch   %s, DJL %s, %d threads"
                    .formatted(torch.getVersion(), ai.djl.engine.Engine.getDjlVersion(), threads));
            double seconds = step(tensors, model);
            lines.println(String.format(Locale.ROOT, "ok  one step   of %s on %s in %.2f s", model, device, seconds));
            return supplied && cuda(environment, torch.getGpuCount(), lines) ? 0 : 1;
        } catch (IOException | RuntimeException | LinkageError e) {
            Throwable cause = e;
            while (e instanceof EngineException && cause.getCause() != null) {
                cause = cause.getCause(); // such as the name of a library that is not there
            }
            String why = Objects.toString(cause.getMessage(), cause.toString());
            lines.println("!!  engine     " + why.lines().findFirst().orElse("") + ". " + advice(environment));
            return 1;
        }
    }

    private static String advice(Map<String, String> environment) {
        if (!environment.getOrDefault(DEVICE, "cpu").equals("cpu")) {
            return hasCuda(environment)
                    ? "Look at nvidia-smi, or set " + DEVICE + " to cpu."
                    : "It needs a libtorch with CUDA (README, \"GPU\"): set " + LIBRARY
                            + ", PYTORCH_VERSION and PYTORCH_FLAVOR, or set " + DEVICE + " to cpu.";
        }
        return environment.containsKey(LIBRARY)
                ? "Unset " + LIBRARY + " to use the libtorch that comes with the product."
                : "Delete the folder DJL_CACHE_DIR (.pinhua/cache/djl) and try again; x86-64 Linux with glibc is needed.";
    }

    private static double step(Tensors tensors, String model) throws IOException {
        try (var shelf = new ModelShelf(tensors, 1)) {
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

    private static boolean cuda(Map<String, String> environment, int gpus, PrintStream lines) {
        if (!hasCuda(environment)) {
            return true;
        }
        if (gpus == 0) {
            lines.println(
                    "!!  CUDA       no GPU was found. Look at nvidia-smi, and set -Djna.library.path to the folder"
                            + " of libcudart in PINHUA_JAVA_OPTS.");
            return false;
        }
        lines.println("ok  CUDA       " + gpus + " GPU" + (gpus == 1 ? "" : "s") + " found; " + DEVICE
                + " says where pictures are computed");
        return true;
    }
}
