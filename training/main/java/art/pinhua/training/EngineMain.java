package art.pinhua.training;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.generate.EngineServer;
import art.pinhua.training.generate.Precision;
import art.pinhua.training.generate.WeightBudget;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The engine process: requests on stdin, answers on stdout, log on stderr; see
/// [art.pinhua.training.contract.EngineRequest].
///
/// Arguments `--device cpu|cuda|cuda:N` (default cpu), `--threads N` (default: the processors),
/// `--models N`, model versions kept in memory at most (default 8), `--memory MIB`, what their weights
/// may take (default: [WeightBudget]), and `--precision fp32|bf16|fp16` (default fp32); the system
/// properties `pinhua.engine.device`, `.threads`, `.models`, `.memory` and `.precision` mean the same.
///
/// Exit status 0 as asked, 1 after a fault of its own, 2 when it cannot begin, 3 when its device failed.
public final class EngineMain {
    private EngineMain() {}

    static void main(String[] arguments) throws InterruptedException {
        var answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err); // stdout is the protocol's alone
        EngineServer.Setup setup;
        try {
            ComputeDevice device = ComputeDevice.of(text(arguments, "device", "cpu"));
            setup = new EngineServer.Setup(
                    device,
                    number(arguments, "threads", Runtime.getRuntime().availableProcessors()),
                    number(arguments, "models", 8),
                    (long) number(arguments, "memory", WeightBudget.of(device)) << 20,
                    Precision.of(text(arguments, "precision", "fp32")));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        var server = new EngineServer(answers, setup);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(server)));
        System.exit(server.run(System.in) ? 0 : 1);
    }

    private static String text(String[] arguments, String name, String otherwise) {
        String text = System.getProperty("pinhua.engine." + name, otherwise);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--" + name) && i + 1 < arguments.length) {
                text = arguments[++i];
            }
        }
        return text;
    }

    private static int number(String[] arguments, String name, int otherwise) {
        String text = text(arguments, name, Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,7}")) {
            throw new IllegalArgumentException("--" + name + " must be a number from 1, was '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static void stop(EngineServer server) {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
