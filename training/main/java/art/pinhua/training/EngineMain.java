package art.pinhua.training;

import art.pinhua.training.generate.EngineServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The engine process: requests on stdin, answers on stdout, log on stderr; see
/// [art.pinhua.training.contract.EngineRequest].
///
/// Arguments `--threads N` (default: the processors) and `--models N`, model versions kept in memory (default 2);
/// the system properties `pinhua.engine.threads` and `pinhua.engine.models` mean the same.
public final class EngineMain {
    private EngineMain() {}

    static void main(String[] arguments) throws InterruptedException {
        var answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err); // stdout is the protocol's alone
        int threads;
        int models;
        try {
            threads = number(arguments, "threads", Runtime.getRuntime().availableProcessors());
            models = number(arguments, "models", 2);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        var server = new EngineServer(answers, threads, models);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(server)));
        System.exit(server.run(System.in) ? 0 : 1);
    }

    private static int number(String[] arguments, String name, int otherwise) {
        String text = System.getProperty("pinhua.engine." + name, Integer.toString(otherwise));
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--" + name) && i + 1 < arguments.length) {
                text = arguments[++i];
            }
        }
        if (!text.matches("[1-9][0-9]{0,3}")) {
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
