package art.pinhua.training.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.JavaProcess;
import art.pinhua.training.contract.ComputeEnvironment;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.EngineWire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// An engine in a JVM of its own, as the application starts it.
final class RunningEngine implements AutoCloseable {
    /// Seeds of so many pictures that nine hundred steps of them outlast whatever happens in between.
    static final List<Long> MANY = LongStream.range(0, 16).boxed().toList();

    private final Process process;
    private final Writer requests;
    private final BlockingQueue<Optional<EngineAnswer>> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger signs = new AtomicInteger();

    RunningEngine(Path log, String... arguments) throws IOException {
        this("art.pinhua.training.EngineMain", log, arguments);
    }

    /// @param main name of a class that serves as the engine's does
    RunningEngine(String main, Path log, String... arguments) throws IOException {
        var words = new ArrayList<>(List.of("--threads", "1"));
        words.addAll(List.of(arguments));
        var builder = JavaProcess.of(
                        List.of(
                                "-Dai.djl.offline=true",
                                "-Xmx256m",
                                "-XX:ErrorFile=" + log.resolveSibling("hs_err.log")),
                        main,
                        words.toArray(String[]::new))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        ComputeEnvironment.into(builder.environment());
        process = builder.start();
        requests = process.outputWriter(UTF_8);
        Thread.ofPlatform().daemon().start(this::read);
    }

    /// Every line on stdout must be an answer; one that is not ends the reading, and the test with it.
    private void read() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            lines.lines().map(EngineWire::answer).forEach(answer -> {
                if (answer instanceof EngineAnswer.Working) {
                    signs.incrementAndGet();
                } else {
                    answers.add(Optional.of(answer));
                }
            });
        } catch (IOException | UncheckedIOException e) {
            log("the engine's output ended: " + e.getMessage());
        } finally {
            answers.add(Optional.empty());
        }
    }

    private static void log(String line) {
        System.err.println(line);
    }

    Process process() {
        return process;
    }

    void send(EngineRequest request) throws IOException {
        send(EngineWire.line(request));
    }

    void send(String line) throws IOException {
        requests.write(line + "\n");
        requests.flush();
    }

    void endInput() throws IOException {
        requests.close();
    }

    /// Signs of life so far, which are no answers.
    int signs() {
        return signs.get();
    }

    EngineAnswer next() throws InterruptedException {
        Optional<EngineAnswer> answer = answers.poll(180, TimeUnit.SECONDS); // the first use unpacks libtorch
        assertTrue(answer != null && answer.isPresent(), "the engine said nothing more");
        return answer.orElseThrow();
    }

    /// All answers up to the first that fits, that one included.
    List<EngineAnswer> until(Predicate<EngineAnswer> last) throws InterruptedException {
        var heard = new ArrayList<EngineAnswer>();
        do {
            heard.add(next());
        } while (!last.test(heard.getLast()));
        return heard;
    }

    /// Sends a request and waits for the answer that ends it.
    EngineAnswer ask(EngineRequest request) throws IOException, InterruptedException {
        send(request);
        return until(RunningEngine::isLast).getLast();
    }

    static boolean isLast(EngineAnswer answer) {
        return switch (answer) {
            case EngineAnswer.Ready ready -> false;
            case EngineAnswer.Progress progress -> false;
            case EngineAnswer.Preview preview -> false;
            case EngineAnswer.Image image -> false;
            default -> true;
        };
    }

    /// What was said after the last `next`, up to the end of the process.
    List<EngineAnswer> rest() throws InterruptedException {
        var heard = new ArrayList<EngineAnswer>();
        for (Optional<EngineAnswer> answer = answers.take(); answer.isPresent(); answer = answers.take()) {
            heard.add(answer.orElseThrow());
        }
        return heard;
    }

    /// The pictures that an engine has written there.
    static List<Path> pngs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".png")).toList();
        }
    }

    @Override
    public void close() {
        Process _ = process.destroyForcibly().onExit().join(); // nothing is written into its folder any more
    }
}
