package art.pinhua.generation;

import static java.nio.charset.StandardCharsets.UTF_8;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.EngineWire;
import art.pinhua.training.contract.FileDigest;
import art.pinhua.training.contract.ModelSource;
import art.pinhua.training.contract.SamplerKind;
import art.pinhua.training.contract.SamplingSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// A process that speaks the engine's protocol without a model: pictures are drawn from prompt and seed.
/// Words in a prompt make it misbehave: `[slow]` takes 100 ms a step, `[long step]` 6 s for the first,
/// `[hangs]` gets nowhere until it is cancelled, `[silent]` says nothing any more; `[dies]` ends the
/// process once in mid-picture as one that finds no memory, `[always dies]` every time, `[heavy]` if there
/// is more than one picture; `[always killed]` ends it as SIGKILL does;
/// `[quits]` and `[always quits]` end it as SIGTERM does, which cancels what is under way;
/// `[device fails]` and `[device always fails]` as a GPU does on which nothing can be computed any more;
/// `[lost preview]` names a file that is not there; `[wrong digest]` says once that the bytes are others
/// than they are, and is busy with the request for a while after that; `[long]` has no room for all of the
/// prompt, `[unknown]` is a word it does not know, `[refused]` is refused.
public final class FakeEngineMain {
    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);
    private static final Set<String> CANCELLED = ConcurrentHashMap.newKeySet();
    private static final Set<String> UNFINISHED = ConcurrentHashMap.newKeySet();
    private static final Set<String> PIPELINES = ConcurrentHashMap.newKeySet();
    private static final int WEIGHTS = 1000;

    /// Of models that were distilled to few steps: those with `quick` in their place.
    private static final SamplingSettings QUICK = new SamplingSettings(4, 1, 0, SamplerKind.EULER, 0, "");

    private static final int ROOM = 4;
    private static final int DEATH_STEP = 3;
    private static final int ABORTED = 134;
    private static final int KILLED = 137;
    private static final int TERMINATED = 143;
    private static final int DEVICE_LOST = 3;
    private static volatile boolean silent;

    private FakeEngineMain() {}

    public static void main(String... arguments) throws IOException {
        System.err.println("fake engine starts");
        say(new EngineAnswer.Ready("fake 1", "none", 1, "cpu"));
        Thread.ofPlatform().daemon().start(FakeEngineMain::giveSigns);
        try (ExecutorService worker = Executors.newSingleThreadExecutor();
                var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (EngineWire.request(line)) {
                    case EngineRequest.Cancel cancel -> CANCELLED.add(cancel.id());
                    case EngineRequest.Shutdown shutdown -> System.exit(0);
                    case EngineRequest.Health health ->
                        say(new EngineAnswer.Health(health.id(), 1, 0, 1 << 20, held()));
                    case EngineRequest.Devices devices -> say(devices(devices.id()));
                    case EngineRequest.Encode encode -> encode(encode);
                    case EngineRequest.Unload unload -> unload(unload);
                    case EngineRequest.Generate generate -> accept(generate.id(), worker, () -> generate(generate));
                    case EngineRequest.Load load ->
                        accept(load.id(), worker, () -> {
                            PIPELINES.add(load.model().pipeline());
                            end(load.id(), new EngineAnswer.Loaded(load.id(), 1));
                        });
                    case EngineRequest.Inspect inspect -> accept(inspect.id(), worker, () -> inspect(inspect));
                    case EngineRequest.InspectAdapter inspect ->
                        accept(inspect.id(), worker, () -> inspectAdapter(inspect));
                    case EngineRequest.InspectWord inspect -> accept(inspect.id(), worker, () -> inspectWord(inspect));
                }
            }
            worker.shutdownNow();
        }
        System.exit(0);
    }

    /// As the true engine does: an id that is under way is taken.
    private static void accept(String id, ExecutorService worker, Runnable request) {
        if (UNFINISHED.add(id)) {
            worker.execute(request);
        } else {
            say(new EngineAnswer.Failed(id, EngineFailure.REQUEST_INVALID, "id: " + id + " is in use"));
        }
    }

    private static void giveSigns() {
        while (true) {
            pause(300);
            if (!silent) {
                UNFINISHED.forEach(id -> say(new EngineAnswer.Working(id)));
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<EngineAnswer.Held> held() {
        return PIPELINES.stream()
                .map(pipeline -> new EngineAnswer.Held(pipeline, WEIGHTS, 1))
                .toList();
    }

    private static EngineAnswer.Devices devices(String id) {
        return new EngineAnswer.Devices(
                id, 1, List.of(new EngineAnswer.Device("cpu", "paper", 1 << 20, List.of("fp32"))));
    }

    /// A token for each word, two for a learned one, room for four. `[mute]` gets no answer.
    private static void encode(EngineRequest.Encode encode) {
        if (encode.prompt().contains("[refused]")) {
            say(new EngineAnswer.Failed(encode.id(), EngineFailure.MODEL_UNSUPPORTED, "no such tokenizer"));
        } else if (!encode.prompt().contains("[mute]")) {
            var learned = Objects.requireNonNullElse(encode.model().words(), List.<ModelSource.Word>of());
            var tokens = Stream.of(encode.prompt().split(" "))
                    .flatMap(word ->
                            learned.stream().anyMatch(each -> each.word().equalsIgnoreCase(word))
                                    ? Stream.of(token(word, false), token("", true))
                                    : Stream.of(token(word, false)))
                    .toList();
            var unknown = encode.prompt().contains("[unknown]") ? List.of("unknown") : List.<String>of();
            int cut = Math.max(0, tokens.size() - ROOM);
            say(new EngineAnswer.Encoded(encode.id(), tokens, ROOM, cut, unknown));
        }
    }

    private static EngineAnswer.Token token(String text, boolean inside) {
        return new EngineAnswer.Token(text, 1, !text.equals("[unknown]"), inside);
    }

    /// Forgets them all, at once and in the middle of a picture too: that it waits is the application's matter.
    private static void unload(EngineRequest.Unload unload) {
        long bytes = (long) WEIGHTS * PIPELINES.size();
        PIPELINES.clear();
        say(new EngineAnswer.Unloaded(unload.id(), bytes));
    }

    private static void inspect(EngineRequest.Inspect inspect) {
        var weights = Path.of(inspect.pipeline(), "unet/diffusion_pytorch_model.safetensors");
        if (inspect.pipeline().contains("damaged")
                || weights.toFile().exists() && weights.toFile().length() < Long.BYTES) {
            end(
                    inspect.id(),
                    new EngineAnswer.Failed(inspect.id(), EngineFailure.WEIGHTS_DAMAGED, weights + " ends too early"));
        } else {
            end(
                    inspect.id(),
                    new EngineAnswer.Inspected(
                            inspect.id(),
                            "Fake",
                            Map.of(),
                            Map.of(),
                            1,
                            64,
                            64,
                            4,
                            4,
                            32,
                            "epsilon",
                            inspect.pipeline().contains("quick") ? QUICK : SamplingSettings.PLAIN,
                            (inspect.pipeline().contains("other-layers") ? "1" : "0").repeat(64),
                            mostClipSkip(inspect.pipeline())));
        }
    }

    /// As by the layers of a text encoder.
    private static int mostClipSkip(String pipeline) {
        return pipeline.contains("shallow") ? 1 : SamplingSettings.MOST_CLIP_SKIP;
    }

    /// A file that begins as safetensors may fit.
    private static void inspectAdapter(EngineRequest.InspectAdapter inspect) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of(inspect.file()));
            if (bytes.length > 8 && bytes[8] == '{') {
                end(
                        inspect.id(),
                        new EngineAnswer.AdapterInspected(
                                inspect.id(),
                                1,
                                4,
                                2,
                                List.of("to_q"),
                                bytes.length,
                                Map.of("modelspec.trigger_phrase", "水墨")));
            } else {
                end(
                        inspect.id(),
                        new EngineAnswer.Failed(
                                inspect.id(), EngineFailure.ADAPTER_UNUSABLE, "a pickle, which can run code"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file that begins as safetensors may fit.
    private static void inspectWord(EngineRequest.InspectWord inspect) {
        try {
            Path file = Path.of(inspect.file());
            byte[] bytes = Files.readAllBytes(file);
            boolean fits = bytes.length > 8 && bytes[8] == '{';
            end(
                    inspect.id(),
                    fits
                            ? new EngineAnswer.WordInspected(inspect.id(), 2, List.of(32))
                            : new EngineAnswer.Failed(
                                    inspect.id(), EngineFailure.WORD_UNUSABLE, file.getFileName() + ": too short"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void generate(EngineRequest.Generate request) {
        if (request.prompt().contains("[refused]")) {
            end(
                    request.id(),
                    new EngineAnswer.Failed(request.id(), EngineFailure.NOT_FINITE, "the picture is not finite"));
            return;
        }
        String pipeline = request.model().pipeline();
        if (request.clipSkip() > mostClipSkip(pipeline)) {
            end(
                    request.id(),
                    new EngineAnswer.Failed(
                            request.id(), EngineFailure.CLIP_SKIP_UNSUPPORTED, "not so many layers can be left out"));
            return;
        }
        PIPELINES.add(pipeline);
        for (int step = 1; step <= request.steps(); step++) {
            misbehave(request, step);
            if (CANCELLED.remove(request.id())) {
                end(request.id(), new EngineAnswer.Cancelled(request.id()));
                return;
            }
            say(new EngineAnswer.Progress(request.id(), step, request.steps()));
            if (request.previewEvery() > 0 && step % request.previewEvery() == 0) {
                Path file = FakePainting.draw(request, 0, "preview-" + step);
                say(new EngineAnswer.Preview(request.id(), 0, step, file.toString()));
            }
        }
        boolean wrong = request.prompt().contains("[wrong digest]") && firstTime(request);
        for (int index = 0; index < request.seeds().size(); index++) {
            Path file = FakePainting.draw(request, index, request.id() + "-image-" + index);
            say(new EngineAnswer.Image(
                    request.id(),
                    index,
                    request.seeds().get(index),
                    file.toString(),
                    wrong ? "0".repeat(64) : sha256(file),
                    request.width(),
                    request.height()));
        }
        boolean cut = request.prompt().contains("[long]");
        var unknown = request.prompt().contains("[unknown]") ? List.of("unknown") : List.<String>of();
        var done = new EngineAnswer.Done(request.id(), 1, cut ? 3 : 0, cut ? 1 : 0, unknown);
        if (wrong) {
            say(done);
            pause(1_500);
            UNFINISHED.remove(request.id());
        } else {
            end(request.id(), done);
        }
    }

    private static void misbehave(EngineRequest.Generate request, int step) {
        String prompt = request.prompt();
        if (prompt.contains("[slow]")) {
            pause(100);
        }
        if (prompt.contains("[long step]") && step == 1) {
            pause(6_000);
        }
        if (prompt.contains("[silent]")) {
            silent = true;
            pause(Long.MAX_VALUE);
        }
        if (prompt.contains("[lost preview]")) {
            say(new EngineAnswer.Preview(request.id(), 0, step, "/nowhere.png"));
        }
        while (prompt.contains("[hangs]") && !CANCELLED.contains(request.id())) {
            pause(20);
        }
        if (prompt.contains("[heavy]") && request.seeds().size() > 1
                || step == DEATH_STEP
                        && (prompt.contains("[always dies]") || prompt.contains("[dies]") && firstTime(request))) {
            System.err.println("terminate called after throwing an instance of 'std::bad_alloc'");
            Runtime.getRuntime().halt(ABORTED);
        }
        if (prompt.contains("[always killed]")) {
            Runtime.getRuntime().halt(KILLED);
        }
        if (prompt.contains("[always quits]") || prompt.contains("[quits]") && firstTime(request)) {
            end(request.id(), new EngineAnswer.Cancelled(request.id()));
            pause(1_000); // its end takes a while
            Runtime.getRuntime().halt(TERMINATED);
        }
        if (prompt.contains("[device always fails]") || prompt.contains("[device fails]") && firstTime(request)) {
            end(
                    request.id(),
                    new EngineAnswer.Failed(
                            request.id(), EngineFailure.DEVICE_LOST, "CUDA error: unspecified launch failure"));
            pause(1_000);
            Runtime.getRuntime().halt(DEVICE_LOST);
        }
    }

    /// Of the generation, whose id the folder's name begins with.
    private static boolean firstTime(EngineRequest.Generate request) {
        Path folder = Path.of(request.folder());
        try {
            Files.createFile(folder.resolveSibling(
                    "odd-" + folder.getFileName().toString().substring(0, 36)));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String sha256(Path file) {
        try {
            return FileDigest.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(String id, EngineAnswer last) {
        UNFINISHED.remove(id);
        say(last);
    }

    private static synchronized void say(EngineAnswer answer) {
        OUT.println(EngineWire.line(answer));
    }
}
