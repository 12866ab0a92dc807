package art.pinhua.generation;

import static java.nio.charset.StandardCharsets.UTF_8;

import art.pinhua.training.contract.EngineAnswer;
import art.pinhua.training.contract.EngineFailure;
import art.pinhua.training.contract.EngineRequest;
import art.pinhua.training.contract.EngineWire;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;

/// A process that speaks the engine's protocol without a model: pictures are drawn from prompt and seed.
/// Words in a prompt make it misbehave: `[slow]` takes 100 ms a step, `[dies]` ends the process once in mid-picture,
/// `[always dies]` every time, `[silent]` says nothing any more, `[refused]` is refused.
public final class FakeEngineMain {
    private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);
    private static final Set<String> CANCELLED = ConcurrentHashMap.newKeySet();
    private static final int DEATH_STEP = 3;

    private FakeEngineMain() {}

    public static void main(String... arguments) throws IOException {
        System.err.println("fake engine starts");
        say(new EngineAnswer.Ready("fake 1", "none", 1, "cpu"));
        try (ExecutorService worker = Executors.newSingleThreadExecutor();
                var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (EngineWire.request(line)) {
                    case EngineRequest.Cancel cancel -> CANCELLED.add(cancel.id());
                    case EngineRequest.Shutdown shutdown -> System.exit(0);
                    case EngineRequest request -> worker.execute(() -> serve(request));
                }
            }
            worker.shutdownNow();
        }
        System.exit(0);
    }

    private static void serve(EngineRequest request) {
        switch (request) {
            case EngineRequest.Generate generate -> generate(generate);
            case EngineRequest.Load load -> say(new EngineAnswer.Loaded(load.id(), 1));
            case EngineRequest.Health health -> say(new EngineAnswer.Health(health.id(), 1, 0, List.of()));
            case EngineRequest.Inspect inspect -> inspect(inspect);
            case EngineRequest.InspectAdapter inspect -> inspectAdapter(inspect);
            case EngineRequest.Cancel cancel -> throw new IllegalStateException("served at once");
            case EngineRequest.Shutdown shutdown -> throw new IllegalStateException("served at once");
        }
    }

    private static void inspect(EngineRequest.Inspect inspect) {
        if (inspect.pipeline().contains("damaged")) {
            say(new EngineAnswer.Failed(
                    inspect.id(), EngineFailure.WEIGHTS_DAMAGED, "unet/weights.safetensors ends too early"));
        } else {
            say(new EngineAnswer.Inspected(
                    inspect.id(), "Fake", Map.of(), Map.of(), 1, 64, 64, 4, 4, 32, "epsilon", "0".repeat(64)));
        }
    }

    /// A file that begins as safetensors may fit.
    private static void inspectAdapter(EngineRequest.InspectAdapter inspect) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of(inspect.file()));
            if (bytes.length > 8 && bytes[8] == '{') {
                say(new EngineAnswer.AdapterInspected(
                        inspect.id(),
                        1,
                        4,
                        2,
                        List.of("to_q"),
                        bytes.length,
                        Map.of("modelspec.trigger_phrase", "水墨"),
                        sha256(Path.of(inspect.file()))));
            } else {
                say(new EngineAnswer.Failed(
                        inspect.id(), EngineFailure.ADAPTER_UNUSABLE, "a pickle, which can run code"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void generate(EngineRequest.Generate request) {
        if (request.prompt().contains("[refused]")) {
            say(new EngineAnswer.Failed(request.id(), EngineFailure.NOT_FINITE, "the picture is not finite"));
            return;
        }
        for (int step = 1; step <= request.steps(); step++) {
            if (CANCELLED.remove(request.id())) {
                say(new EngineAnswer.Cancelled(request.id()));
                return;
            }
            misbehave(request, step);
            say(new EngineAnswer.Progress(request.id(), step, request.steps()));
            if (request.previewEvery() > 0 && step % request.previewEvery() == 0) {
                Path file = draw(request, 0, "preview-" + step);
                say(new EngineAnswer.Preview(request.id(), 0, step, file.toString()));
            }
        }
        for (int index = 0; index < request.seeds().size(); index++) {
            Path file = draw(request, index, "image-" + index);
            say(new EngineAnswer.Image(
                    request.id(),
                    index,
                    request.seeds().get(index),
                    file.toString(),
                    sha256(file),
                    request.width(),
                    request.height()));
        }
        say(new EngineAnswer.Done(request.id(), 1, 0, 0));
    }

    private static void misbehave(EngineRequest.Generate request, int step) {
        try {
            if (request.prompt().contains("[slow]")) {
                Thread.sleep(100);
            }
            if (request.prompt().contains("[silent]")) {
                Thread.sleep(Long.MAX_VALUE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (step == DEATH_STEP
                && (request.prompt().contains("[always dies]")
                        || request.prompt().contains("[dies]") && firstTime(request))) {
            Runtime.getRuntime().halt(137);
        }
    }

    private static boolean firstTime(EngineRequest.Generate request) {
        try {
            Files.createFile(Path.of(request.folder()).resolveSibling("died-" + request.id()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Coloured squares, different for every prompt, model and seed, over the picture to start from.
    private static Path draw(EngineRequest.Generate request, int index, String name) {
        long seed = request.seeds().get(index) * 31
                + request.prompt().hashCode() * 17L
                + request.model().hashCode();
        var random = new SplittableRandom(seed);
        var image = new BufferedImage(request.width(), request.height(), BufferedImage.TYPE_INT_RGB);
        var canvas = image.createGraphics();
        EngineRequest.Start start = request.start();
        if (start != null) {
            canvas.drawImage(read(start.image()), 0, 0, null);
        }
        for (int i = 0; i < (start == null ? 40 : 4); i++) {
            canvas.setColor(new Color(random.nextInt(1 << 24)));
            canvas.fillRect(random.nextInt(request.width()), random.nextInt(request.height()), 20, 20);
        }
        canvas.dispose();
        try {
            Path file = Path.of(request.folder(), name + ".png");
            ImageIO.write(image, "png", file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage read(String file) {
        try {
            return ImageIO.read(Path.of(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static synchronized void say(EngineAnswer answer) {
        OUT.println(EngineWire.line(answer));
    }
}
