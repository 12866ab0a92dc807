package art.pinhua.generation;

import static java.nio.charset.StandardCharsets.UTF_8;

import art.pinhua.training.contract.ComputeEnvironment;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.EngineWire;
import art.pinhua.training.contract.WireException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// One engine process: requests go in, answers come out to whoever asked, until it ends.
final class EngineProcess implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("art.pinhua.engine");
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration LAST_BREATH = Duration.ofSeconds(2);
    /// Of its log, which are kept to tell why it ended.
    private static final int LAST_LINES = 60;
    /// How often whoever asked is looked after while the engine says nothing.
    private static final long SLICE_MILLIS = 250;

    private final Process process;
    private final BufferedWriter requests;
    private final Map<String, BlockingQueue<Optional<EngineAnswer>>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<EngineAnswer.Ready> ready = new CompletableFuture<>();

    private final Thread log = Thread.ofPlatform().daemon().name("engine-log").unstarted(this::readLog);

    private final MemoryKills memoryKills = MemoryKills.fromNow();
    private final AskedModels asked = new AskedModels();
    private final Deque<String> lastSaid = new ConcurrentLinkedDeque<>();
    private volatile boolean ended;
    private volatile boolean killed;

    private EngineProcess(Process process) {
        this.process = process;
        requests = process.outputWriter(UTF_8);
    }

    /// Starts the process and waits for its first word.
    /// @param wanted asked several times a second meanwhile
    /// @return empty once it is no longer wanted
    static Optional<EngineProcess> start(
            List<String> command, Map<String, String> environment, Duration within, BooleanSupplier wanted) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        ComputeEnvironment.into(builder.environment());
        try {
            var engine = new EngineProcess(builder.start());
            Thread.ofPlatform().daemon().name("engine-answers").start(engine::readAnswers);
            engine.log.start();
            boolean kept = false;
            try {
                kept = engine.becomesReady(within, wanted);
                return kept ? Optional.of(engine) : Optional.empty();
            } finally {
                if (!kept) {
                    engine.kill();
                }
            }
        } catch (IOException e) {
            throw new EngineGone("the engine could not be started: " + e.getMessage(), e);
        }
    }

    private boolean becomesReady(Duration within, BooleanSupplier wanted) {
        long started = System.nanoTime();
        try {
            while (System.nanoTime() - started < within.toNanos()) {
                if (!wanted.getAsBoolean()) {
                    return false;
                }
                if (isReady()) {
                    return true;
                }
            }
        } catch (ExecutionException e) {
            throw new EngineGone("the engine ended before it was ready: " + lastWord(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineGone("interrupted while the engine started", e);
        }
        throw new EngineGone("the engine was not ready within " + within.toSeconds() + " s");
    }

    /// Waits a moment at most.
    private boolean isReady() throws InterruptedException, ExecutionException {
        try {
            var first = ready.get(SLICE_MILLIS, TimeUnit.MILLISECONDS);
            LOG.infof(
                    "engine %d ready: %s, libtorch %s, %s, %d threads",
                    process.pid(), first.engine(), first.libtorch(), first.device(), first.threads());
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private String lastWord() {
        List<String> words = lastWords();
        return words.isEmpty() ? "it said nothing" : words.getLast();
    }

    /// The end of its log, once it has ended.
    private List<String> lastWords() {
        try {
            log.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(lastSaid);
    }

    /// False as soon as its last word was read or it was killed; the operating system may take a moment longer to
    /// bury it.
    boolean isAlive() {
        return !ended && !killed && process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    Optional<EngineAnswer.Ready> greeting() {
        return ready.isDone() && !ready.isCompletedExceptionally() ? Optional.of(ready.join()) : Optional.empty();
    }

    /// Whether it may hold more than one model.
    boolean mayHoldSeveral() {
        return asked.several();
    }

    void send(EngineRequest request) {
        asked.note(request);
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

    /// Ends a request within one step; nothing happens when there is none of this id, or no engine any
    /// more.
    void cancel(String id) {
        try {
            send(new EngineRequest.Cancel(id));
        } catch (EngineGone e) {
            LOG.debug("nothing left to cancel", e);
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

    /// How long an engine is waited for.
    /// @param silence without any word
    /// @param step    with signs of life and nothing else
    record Patience(Duration silence, Duration step) {}

    final class Conversation implements AutoCloseable {
        private final String id;
        private final BlockingQueue<Optional<EngineAnswer>> answers;
        private long heardAt = System.nanoTime();
        private long movedAt = heardAt;
        private boolean cancelled;

        private Conversation(String id, BlockingQueue<Optional<EngineAnswer>> answers) {
            this.id = id;
            this.answers = answers;
        }

        /// The next answer that is more than a sign of life. An engine that says nothing for too long, or
        /// gets nowhere, is killed, because nothing else would free it.
        /// @param wanted asked several times a second; once it says no, the engine is told to cancel; only
        ///               then can the answer be that it did
        EngineAnswer next(Patience patience, BooleanSupplier wanted) throws InterruptedException {
            while (true) {
                if (!cancelled && !wanted.getAsBoolean()) {
                    cancelled = true;
                    cancel(id);
                }
                Optional<EngineAnswer> answer = answers.poll(SLICE_MILLIS, TimeUnit.MILLISECONDS);
                if (answer != null) {
                    EngineAnswer said = answer.orElseThrow(EngineProcess.this::gone);
                    heardAt = System.nanoTime();
                    if (!cancelled && said instanceof EngineAnswer.Cancelled) {
                        kill(); // it is leaving, as on SIGTERM, and serves nobody any more
                        throw new EngineGone("the engine gave up what nobody had cancelled");
                    }
                    if (said instanceof EngineAnswer.Failed failed && failed.code() == EngineFailure.DEVICE_LOST) {
                        kill(); // it is about to end itself
                        throw new EngineGone(failed.message(), EngineGone.Reason.DEVICE);
                    }
                    if (!(said instanceof EngineAnswer.Working)) {
                        movedAt = heardAt;
                        return said;
                    }
                }
                requireWithin(patience.silence(), heardAt, "the engine said nothing for ");
                requireWithin(patience.step(), movedAt, "the engine got no further for ");
            }
        }

        private void requireWithin(Duration most, long since, String complaint) {
            if (System.nanoTime() - since > most.toNanos()) {
                kill();
                throw new EngineGone(complaint + most.toSeconds() + " s");
            }
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
            awaitEnd();
            waiting.values().forEach(queue -> queue.add(Optional.empty()));
        }
    }

    /// It has said its last word; only its exit status tells whether it was killed.
    private void awaitEnd() {
        try {
            if (process.waitFor(LAST_BREATH.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    private EngineGone gone() {
        return killed || process.isAlive()
                ? new EngineGone("the engine process ended")
                : new EngineGone(process.exitValue(), memoryKills.possible(), lastWords(), asked.several());
    }

    private void deliver(String line) {
        EngineAnswer answer;
        try {
            answer = EngineWire.answer(line);
        } catch (WireException e) {
            remember(line); // such as what a virtual machine says of its own end
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
            case EngineAnswer.Working working -> Optional.of(working.id());
            case EngineAnswer.Progress progress -> Optional.of(progress.id());
            case EngineAnswer.Preview preview -> Optional.of(preview.id());
            case EngineAnswer.Image image -> Optional.of(image.id());
            case EngineAnswer.Done done -> Optional.of(done.id());
            case EngineAnswer.Cancelled cancelled -> Optional.of(cancelled.id());
            case EngineAnswer.Failed failed -> Optional.ofNullable(failed.id());
            case EngineAnswer.Loaded loaded -> Optional.of(loaded.id());
            case EngineAnswer.Unloaded unloaded -> Optional.of(unloaded.id());
            case EngineAnswer.Inspected inspected -> Optional.of(inspected.id());
            case EngineAnswer.AdapterInspected inspected -> Optional.of(inspected.id());
            case EngineAnswer.WordInspected inspected -> Optional.of(inspected.id());
            case EngineAnswer.Health health -> Optional.of(health.id());
            case EngineAnswer.Devices devices -> Optional.of(devices.id());
            case EngineAnswer.Encoded encoded -> Optional.of(encoded.id());
        };
    }

    private void readLog() {
        try (BufferedReader lines = process.errorReader(UTF_8)) {
            lines.lines().forEach(line -> {
                remember(line);
                LOG.infof("[%d] %s", process.pid(), line);
            });
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.debug("engine log ended", e);
        }
    }

    private void remember(String line) {
        lastSaid.add(line);
        if (lastSaid.size() > LAST_LINES) {
            lastSaid.remove();
        }
    }

    void kill() {
        killed = true;
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
