package art.pinhua.training.generate;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.io.AtomicFile;
import art.pinhua.training.io.Png;
import art.pinhua.training.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/// Serves one request at a time on the thread that made it. Whatever a request does wrong ends in its own `failed`
/// answer, and the engine lives on, unless the answer says that its device is lost.
final class Engine implements AutoCloseable {
    private final EngineServer.Setup setup;
    private final Tensors tensors;
    private final ModelShelf models;
    private final List<EngineAnswer.Device> devices;
    private final ExecutorService previewWriter;

    Engine(EngineServer.Setup setup) {
        this.setup = setup;
        tensors = OpenDevice.of(setup.device(), setup.threads());
        models = new ModelShelf(tensors, setup.models(), setup.memory(), setup.precision());
        devices = DeviceList.read();
        previewWriter = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("previews").daemon().factory());
    }

    EngineAnswer.Ready ready() {
        String libtorch = ai.djl.engine.Engine.getEngine("PyTorch").getVersion();
        return new EngineAnswer.Ready(
                "DJL " + ai.djl.engine.Engine.getDjlVersion(),
                libtorch,
                setup.threads(),
                setup.device() + ", " + setup.precision());
    }

    /// @param voice takes what is said on the way
    /// @return the one answer that ends the request
    EngineAnswer serve(Job job, Consumer<EngineAnswer> voice) {
        try {
            job.goOn();
            return switch (job.request()) {
                case EngineRequest.Generate generate -> generate(generate, job, voice);
                case EngineRequest.Load load -> load(load, job);
                case EngineRequest.Inspect inspect ->
                    ModelInspection.inspect(
                            inspect,
                            models,
                            (part, parts) -> voice.accept(new EngineAnswer.Progress(job.id(), part, parts)),
                            job::goOn);
                case EngineRequest.InspectAdapter inspect -> ModelInspection.inspectAdapter(inspect, job::goOn);
                case EngineRequest.InspectWord inspect -> ModelInspection.inspectWord(inspect);
                case EngineRequest.Unload unload -> unload(unload);
                case EngineRequest.Devices request -> new EngineAnswer.Devices(job.id(), setup.threads(), devices);
                case EngineRequest.Encode encode -> throw new IllegalStateException("not served here: " + encode);
                case EngineRequest.Health health -> throw new IllegalStateException("not served here: " + health);
                case EngineRequest.Cancel cancel -> throw new IllegalStateException("not served here: " + cancel);
                case EngineRequest.Shutdown shutdown -> throw new IllegalStateException("not served here: " + shutdown);
            };
        } catch (CancellationException e) {
            return new EngineAnswer.Cancelled(job.id());
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            return failure(job, e);
        }
    }

    // ---- generate

    private EngineAnswer generate(EngineRequest.Generate request, Job job, Consumer<EngineAnswer> voice)
            throws IOException {
        long start = System.nanoTime();
        if (request.prompt().isBlank()) {
            throw new EngineFault(EngineFailure.PROMPT_EMPTY, "The prompt is empty");
        }
        Path folder = Path.of(request.folder());
        if (!Files.isDirectory(folder)) {
            throw new EngineFault(EngineFailure.OUTPUT_UNWRITABLE, "There is no folder " + folder);
        }
        Painter painter = models.painter(request.model(), job::goOn);
        checkSize(request, painter.networks());
        job.goOn();
        var previews = new ArrayList<Future<?>>();
        Painter.Drawn drawn;
        try {
            PictureListener listener = (step, steps, preview) -> {
                job.goOn();
                voice.accept(new EngineAnswer.Progress(job.id(), step, steps));
                if (request.previewEvery() > 0 && step % request.previewEvery() == 0 && step < steps) {
                    List<Png.Pixels> small = preview.get();
                    previews.add(previewWriter.submit(() -> writePreviews(request, step, small, voice)));
                }
            };
            drawn = painter.draw(pictures(request), listener, job::goOn);
            job.goOn();
        } finally {
            previews.forEach(Engine::await);
        }
        for (int i = 0; i < drawn.pictures().size(); i++) {
            Png.Pixels picture = drawn.pictures().get(i);
            byte[] png = Png.encode(picture);
            Path file = folder.resolve(stem(request.id()) + "-" + i + ".png");
            write(file, png);
            voice.accept(new EngineAnswer.Image(
                    request.id(),
                    i,
                    request.seeds().get(i),
                    file.toString(),
                    DigestUtils.sha256Hex(png),
                    picture.width(),
                    picture.height()));
        }
        return new EngineAnswer.Done(
                request.id(),
                millisSince(start),
                drawn.promptTokensCut(),
                drawn.negativeTokensCut(),
                drawn.unknownWords());
    }

    private static void checkSize(EngineRequest.Generate request, Networks networks) {
        int factor = networks.autoencoder().config().factor();
        if (request.width() % factor != 0 || request.height() % factor != 0) {
            throw new EngineFault(
                    EngineFailure.SIZE_UNSUPPORTED,
                    "Width and height must be multiples of %d, were %d × %d"
                            .formatted(factor, request.width(), request.height()));
        }
    }

    private static PictureRequest pictures(EngineRequest.Generate request) {
        return new PictureRequest(
                request.prompt(),
                request.negativePrompt(),
                request.seeds(),
                request.steps(),
                request.guidance(),
                request.sampler(),
                request.width(),
                request.height(),
                request.guidanceRescale(),
                request.noise(),
                start(request.start()),
                request.clipSkip());
    }

    private static PictureRequest.@Nullable Start start(EngineRequest.@Nullable Start start) {
        if (start == null) {
            return null;
        }
        String mask = start.mask();
        return new PictureRequest.Start(picture(start.image()), start.strength(), mask == null ? null : picture(mask));
    }

    static Png.Pixels picture(String file) {
        try {
            return Png.read(Path.of(file));
        } catch (IOException e) {
            throw new EngineFault(
                    EngineFailure.START_UNREADABLE,
                    "The picture to start from cannot be read: " + Faults.message(e),
                    e);
        }
    }

    private static void writePreviews(
            EngineRequest.Generate request, int step, List<Png.Pixels> pictures, Consumer<EngineAnswer> voice) {
        for (int i = 0; i < pictures.size(); i++) {
            Path file = Path.of(request.folder()).resolve("%s-%d-step%d.png".formatted(stem(request.id()), i, step));
            write(file, Png.encode(pictures.get(i)));
            voice.accept(new EngineAnswer.Preview(request.id(), i, step, file.toString()));
        }
    }

    private static void await(Future<?> preview) {
        try {
            preview.get();
        } catch (ExecutionException e) {
            System.err.println("A preview could not be written: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Written beside and moved into place: there is never half a picture under the name.
    private static void write(Path file, byte[] png) {
        try {
            AtomicFile.write(file, png);
        } catch (IOException e) {
            throw new EngineFault(EngineFailure.OUTPUT_UNWRITABLE, "Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /// A file name for any id.
    private static String stem(String id) {
        return id.matches("[A-Za-z0-9_-]{1,80}") ? id : DigestUtils.sha256Hex(id);
    }

    // ---- the rest

    private EngineAnswer.Loaded load(EngineRequest.Load request, Job job) throws IOException {
        long start = System.nanoTime();
        models.painter(request.model(), job::goOn);
        return new EngineAnswer.Loaded(request.id(), millisSince(start));
    }

    private EngineAnswer.Unloaded unload(EngineRequest.Unload request) {
        long bytes = models.unload(request.pipeline());
        tensors.releaseUnused();
        return new EngineAnswer.Unloaded(request.id(), bytes);
    }

    List<EngineAnswer.Device> devices() {
        return devices;
    }

    /// What the engine holds between two requests.
    /// @param arrays native ones
    /// @param models most recently used last
    record Holdings(int arrays, List<EngineAnswer.Held> models) {}

    Holdings holdings() {
        return new Holdings(tensors.manager().getManagedArrays().size(), models.models());
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private EngineAnswer.Failed failure(Job job, Throwable fault) {
        EngineFailure code = Faults.code(fault);
        if (code == EngineFailure.OUT_OF_MEMORY) {
            models.clear();
            tensors.releaseUnused();
        }
        if (code == EngineFailure.INTERNAL
                || code == EngineFailure.OUT_OF_MEMORY
                || code == EngineFailure.DEVICE_LOST) {
            fault.printStackTrace();
        }
        String message = code == EngineFailure.OUT_OF_MEMORY && job.request() instanceof EngineRequest.Generate generate
                ? Faults.noRoom(fault, generate.width(), generate.height())
                : Faults.message(fault);
        return new EngineAnswer.Failed(job.id(), code, message);
    }

    @Override
    public void close() {
        previewWriter.close();
        models.close();
        tensors.close();
    }
}
