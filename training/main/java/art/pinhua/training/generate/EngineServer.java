package art.pinhua.training.generate;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.EngineWire;
import art.pinhua.training.contract.WireException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The engine as a process: requests come in on one thread, are served one by one on another, which owns
/// the tensor engine; answers go out line by line. A cancellation overtakes what waits, and so do the
/// questions how the engine does, what it could use and how a model reads a prompt. A third thread gives signs of
/// life while a step, a load or a look takes long, and a fourth reads prompts: a slow disk holds up nobody else.
public final class EngineServer {
    private static final Job END = new Job("", new EngineRequest.Shutdown());
    private static final long SIGN_MILLIS = 2_000;
    private static final int MOST_READINGS = 16;
    /// Exit status of a process whose device failed.
    private static final int DEVICE_LOST = 3;

    private final PrintStream answers;
    private final Setup setup;
    private final BlockingQueue<Job> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Job> unfinished = new ConcurrentHashMap<>();
    private final Thread engineThread;
    private final ScheduledExecutorService signs = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("signs-of-life").factory());
    private final PromptReader reader = new PromptReader();
    /// Prompts are read one after the other. Whoever asked for the oldest of many waits no more: it gets no answer.
    private final ExecutorService readings = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_READINGS),
            Thread.ofPlatform().daemon().name("prompts").factory(),
            new ThreadPoolExecutor.DiscardOldestPolicy());
    private volatile Engine.Holdings holdings = new Engine.Holdings(0, List.of());
    /// Known once the tensor engine is there.
    private volatile @Nullable List<EngineAnswer.Device> devices;
    private volatile boolean stopping;
    private volatile boolean broken;

    /// How an engine computes.
    ///
    /// @param device  where it computes
    /// @param threads threads one operator may use
    /// @param models  model versions kept in memory at most
    /// @param memory  bytes that their weights may take
    public record Setup(ComputeDevice device, int threads, int models, long memory, Precision precision) {}

    /// @param answers takes nothing but answers
    public EngineServer(PrintStream answers, Setup setup) {
        this.answers = answers;
        this.setup = setup;
        engineThread = Thread.ofPlatform().name("engine").unstarted(this::serve);
    }

    /// Serves until `shutdown`, the end of the input or [#stop].
    /// @return whether it ended as asked, not by a fault of the engine
    public boolean run(InputStream requests) throws InterruptedException {
        engineThread.start();
        signs.scheduleAtFixedRate(this::giveSigns, SIGN_MILLIS, SIGN_MILLIS, TimeUnit.MILLISECONDS);
        try (var lines = new BufferedReader(new InputStreamReader(requests, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !stopping; line = lines.readLine()) {
                accept(line);
            }
        } catch (IOException e) {
            System.err.println("Requests cannot be read any more: " + e);
        }
        stop();
        return !broken;
    }

    /// Gives up what is unfinished, after its current step, and waits until the engine thread has ended: native code
    /// must not run while the process ends.
    public void stop() throws InterruptedException {
        stopping = true;
        unfinished.values().forEach(Job::cancel);
        waiting.add(END);
        engineThread.join();
        signs.shutdownNow();
        readings.shutdownNow();
        readings.awaitTermination(1, TimeUnit.SECONDS); // half an answer is none
    }

    // ---- the reading thread

    private void accept(String line) {
        try {
            EngineRequest request = EngineWire.request(line);
            switch (request) {
                case EngineRequest.Generate generate -> enqueue(generate.id(), request);
                case EngineRequest.Load load -> enqueue(load.id(), request);
                case EngineRequest.Inspect inspect -> enqueue(inspect.id(), request);
                case EngineRequest.InspectAdapter inspect -> enqueue(inspect.id(), request);
                case EngineRequest.InspectWord inspect -> enqueue(inspect.id(), request);
                case EngineRequest.Unload unload -> enqueue(unload.id(), request);
                case EngineRequest.Health health -> answer(health(health.id()));
                case EngineRequest.Devices devices -> devices(devices);
                case EngineRequest.Encode encode -> readings.execute(() -> answer(reader.answer(encode)));
                case EngineRequest.Cancel cancel ->
                    Optional.ofNullable(unfinished.get(cancel.id())).ifPresent(this::cancel);
                case EngineRequest.Shutdown shutdown -> stopping = true;
            }
        } catch (WireException e) {
            String id = EngineWire.idOf(line).orElse(null);
            answer(new EngineAnswer.Failed(id, EngineFailure.REQUEST_INVALID, e.getMessage()));
        }
    }

    private void enqueue(String id, EngineRequest request) {
        var job = new Job(id, request);
        if (unfinished.putIfAbsent(id, job) == null) {
            waiting.add(job);
        } else {
            answer(new EngineAnswer.Failed(id, EngineFailure.REQUEST_INVALID, "id: " + id + " is in use"));
        }
    }

    private EngineAnswer health(String id) {
        try {
            var held = holdings;
            return new EngineAnswer.Health(id, ResidentMemory.bytes(), held.arrays(), setup.memory(), held.models());
        } catch (IOException e) {
            return new EngineAnswer.Failed(id, EngineFailure.INTERNAL, Faults.message(e));
        }
    }

    private void devices(EngineRequest.Devices request) {
        var known = devices;
        if (known == null) {
            enqueue(request.id(), request);
        } else {
            answer(new EngineAnswer.Devices(request.id(), setup.threads(), known));
        }
    }

    private void cancel(Job job) {
        job.cancel();
        if (waiting.remove(job)) {
            unfinished.remove(job.id());
            answer(new EngineAnswer.Cancelled(job.id()));
        }
    }

    // ---- the engine thread

    private void serve() {
        try (var engine = opened(setup)) {
            holdings = engine.holdings();
            devices = engine.devices();
            answer(engine.ready());
            for (Job job = waiting.take(); job != END; job = waiting.take()) {
                EngineAnswer last = engine.serve(job, this::answer);
                holdings = engine.holdings();
                unfinished.remove(job.id()); // first, so that whoever hears the answer can use the id again
                answer(last);
                endWithoutDevice(last);
            }
        } catch (Throwable e) { // whatever it is: nobody else would end what is unfinished
            broken = true;
            try {
                e.printStackTrace();
                System.err.println("The engine cannot go on: " + e);
            } finally { // saying so needs memory too
                Runtime.getRuntime().halt(1); // the reader may wait for input for ever
            }
        }
    }

    /// At once: to close what lies on such a device can fail or take for ever.
    private static void endWithoutDevice(EngineAnswer last) {
        if (last instanceof EngineAnswer.Failed failed && failed.code() == EngineFailure.DEVICE_LOST) {
            System.err.println("The engine ends, because its device failed: " + failed.message());
            Runtime.getRuntime().halt(DEVICE_LOST);
        }
    }

    private static Engine opened(Setup setup) {
        try {
            return new Engine(setup);
        } catch (IllegalArgumentException unusable) { // such as a device that is not there
            System.err.println(unusable.getMessage());
            Runtime.getRuntime().halt(2);
            throw unusable;
        }
    }

    // ---- any thread

    private void giveSigns() {
        if (engineThread.isAlive()) {
            unfinished.keySet().forEach(id -> answer(new EngineAnswer.Working(id)));
        }
    }

    private synchronized void answer(EngineAnswer answer) {
        answers.print(EngineWire.line(answer) + "\n");
        answers.flush();
    }
}
