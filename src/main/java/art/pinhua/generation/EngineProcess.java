package art.pinhua.generation;

import static java.nio.charset.StandardCharsets.UTF_8;

import art.pinhua.training.contract.ComputeEnvironment;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.EngineWire;
import art.pinhua.training.contract.WireException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// One engine process: requests go in, answers come out to whoever asked, until it ends.
final class EngineProcess implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("art.pinhua.engine");
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Process process;
    private final BufferedWriter requests;
    private final Map<String, BlockingQueue<Optional<EngineAnswer>>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<EngineAnswer.Ready> ready = new CompletableFuture<>();

    private final Thread log = Thread.ofPlatform().daemon().name("engine-log").unstarted(this::readLog);

    private volatile String lastSaid = "it said nothing";
    private volatile boolean ended;

    private EngineProcess(Process process) {
        this.process = process;
        requests = process.outputWriter(UTF_8);
    }

    /// Starts the process and waits for its first word.
    static EngineProcess start(List<String> command, Map<String, String> environment, Duration within) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        ComputeEnvironment.into(builder.environment());
        try {
            var engine = new EngineProcess(builder.start());
            Thread.ofPlatform().daemon().name("engine-answers").start(engine::readAnswers);
            engine.log.start();
            engine.awaitReady(within);
            return engine;
        } catch (IOException e) {
            throw new EngineGone("the engine could not be started: " + e.getMessage(), e);
        }
    }

    private void awaitReady(Duration within) {
        try {
            var first = ready.get(within.toMillis(), TimeUnit.MILLISECONDS);
            LOG.infof(
                    "engine %d ready: %s, libtorch %s, %s, %d threads",
                    process.pid(), first.engine(), first.libtorch(), first.device(), first.threads());
        } catch (ExecutionException e) {
            throw new EngineGone("the engine ended before it was ready: " + lastWords(), e);
        } catch (TimeoutException e) {
            kill();
            throw new EngineGone("the engine was not ready within " + within.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new EngineGone("interrupted while the engine started", e);
        }
    }

    private String lastWords() {
        try {
            log.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lastSaid;
    }

    /// False as soon as its last word was read; the operating system may take a moment longer to bury it.
    boolean isAlive() {
        return !ended && process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    Optional<EngineAnswer.Ready> greeting() {
        return ready.isDone() && !ready.isCompletedExceptionally() ? Optional.of(ready.join()) : Optional.empty();
    }

    void send(EngineRequest request) {
        synchronized (requests) {
            try {
                requests.write(EngineWire.line(request));
                requests.write('\n');
                requests.flush();
            } catch (IOException e) {
                throw new EngineGone("the engine takes no more requests", e);
            }
        }
    }

    /// Listens to the answers for one id.
    Conversation converse(String id) {
        var answers = new LinkedBlockingQueue<Optional<EngineAnswer>>();
        waiting.put(id, answers);
        if (!isAlive()) {
            answers.add(Optional.empty());
        }
        return new Conversation(id, answers);
    }

    final class Conversation implements AutoCloseable {
        private final String id;
        private final BlockingQueue<Optional<EngineAnswer>> answers;

        private Conversation(String id, BlockingQueue<Optional<EngineAnswer>> answers) {
            this.id = id;
            this.answers = answers;
        }

        /// The next answer; an engine silent for longer is killed, because nothing else would free it.
        EngineAnswer next(Duration silence) throws InterruptedException {
            Optional<EngineAnswer> answer = answers.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null) {
                kill();
                throw new EngineGone("the engine said nothing for " + silence.toSeconds() + " s");
            }
            return answer.orElseThrow(() -> new EngineGone("the engine process ended"));
        }

        /// The next answer if it comes in time; a busy engine is left alone.
        Optional<EngineAnswer> nextWithin(Duration patience) throws InterruptedException {
            Optional<EngineAnswer> answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            return answer == null ? Optional.empty() : answer;
        }

        @Override
        public void close() {
            waiting.remove(id);
        }
    }

    private void readAnswers() {
        try (BufferedReader answers = process.inputReader(UTF_8)) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                deliver(line);
            }
        } catch (IOException e) {
            LOG.debug("engine output ended", e);
        } finally {
            ended = true;
            ready.completeExceptionally(new EngineGone("the engine process ended"));
            kill();
            waiting.values().forEach(queue -> queue.add(Optional.empty()));
        }
    }

    private void deliver(String line) {
        EngineAnswer answer;
        try {
            answer = EngineWire.answer(line);
        } catch (WireException e) {
            LOG.errorf(e, "engine %d spoke out of contract: %s", process.pid(), line);
            return;
        }
        Optional<String> id = idOf(answer);
        if (answer instanceof EngineAnswer.Ready first) {
            ready.complete(first);
        } else if (id.map(waiting::get).orElse(null) instanceof BlockingQueue<Optional<EngineAnswer>> queue) {
            queue.add(Optional.of(answer));
        } else {
            LOG.debugf("engine %d answered nobody: %s", process.pid(), line);
        }
    }

    private static Optional<String> idOf(EngineAnswer answer) {
        return switch (answer) {
            case EngineAnswer.Ready first -> Optional.empty();
            case EngineAnswer.Progress progress -> Optional.of(progress.id());
            case EngineAnswer.Preview preview -> Optional.of(preview.id());
            case EngineAnswer.Image image -> Optional.of(image.id());
            case EngineAnswer.Done done -> Optional.of(done.id());
            case EngineAnswer.Cancelled cancelled -> Optional.of(cancelled.id());
            case EngineAnswer.Failed failed -> Optional.ofNullable(failed.id());
            case EngineAnswer.Loaded loaded -> Optional.of(loaded.id());
            case EngineAnswer.Inspected inspected -> Optional.of(inspected.id());
            case EngineAnswer.AdapterInspected inspected -> Optional.of(inspected.id());
            case EngineAnswer.Health health -> Optional.of(health.id());
        };
    }

    private void readLog() {
        try (BufferedReader lines = process.errorReader(UTF_8)) {
            lines.lines().forEach(line -> {
                lastSaid = line;
                LOG.infof("[%d] %s", process.pid(), line);
            });
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.debug("engine log ended", e);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    /// Lets the engine leave by itself: the end of its input is the order to go.
    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
