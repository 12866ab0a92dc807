package art.pinhua.training.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.JavaProcess;
import art.pinhua.training.io.Png;
import art.pinhua.training.io.PngTexts;
import art.pinhua.training.parity.Fixtures;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `./pinhua generate` on the micro pipeline.
class GenerateCommandTest {
    private static final Path ADAPTER = MicroPipeline.resource("/parity/lora/both.kohya.safetensors");

    @TempDir
    Path folder;

    /// How a call ended, and what it printed.
    private record Called(int status, String result, String complaints) {}

    private static Called call(String... arguments) {
        var result = new ByteArrayOutputStream();
        var complaints = new ByteArrayOutputStream();
        int status = GenerateCommand.run(
                arguments, new PrintStream(result, true, UTF_8), new PrintStream(complaints, true, UTF_8), false);
        return new Called(status, result.toString(UTF_8), complaints.toString(UTF_8));
    }

    private static Called draw(Path model, Path out, String... further) {
        return call(arguments(model, out, further));
    }

    private static String[] arguments(Path model, Path out, String... further) {
        var arguments = new ArrayList<>(List.of("--model", model.toString(), "--out", out.toString()));
        arguments.addAll(List.of("--prompt", "夜空下穿红色长袍的人", "--steps", "2", "--threads", "1"));
        arguments.addAll(List.of(further));
        return arguments.toArray(String[]::new);
    }

    private byte[] picture(String name, String... further) throws IOException {
        Path out = folder.resolve(name);
        Called called = draw(MicroPipeline.FOLDER, out, further);
        assertEquals(0, called.status(), called.complaints());
        assertTrue(called.result().contains(out.toString()), called.result());
        return Files.readAllBytes(out);
    }

    private static void assertFailed(String code, String named, Called called) {
        assertEquals(1, called.status(), called.complaints());
        assertTrue(called.complaints().startsWith(code + ": "), called.complaints());
        assertTrue(called.complaints().contains(named), called.complaints());
        assertFalse(called.complaints().contains("--prompt TEXT"), "no usage where the options were understood");
    }

    @Test
    void pictureGoesIntoTheFileAndFollowsTheSeed() throws IOException {
        byte[] first = picture("new/folder/first.png", "--seed", "5");
        assertEquals(64, ImageIO.read(new ByteArrayInputStream(first)).getWidth());
        assertArrayEquals(first, picture("again.png", "--seed", "5", "--sampler", "dpmpp_2m"));
        assertFalse(Arrays.equals(first, picture("other.png", "--seed", "6")));
        assertFalse(Arrays.equals(first, picture("ddim.png", "--seed", "5", "--sampler", "DDIM")));
    }

    @Test
    void theModelIsTakenToPredictWhatIsAsked() throws IOException {
        byte[] said = predicted("said.png");
        assertArrayEquals(said, predicted("noise.png", "--prediction", "EPSILON"));
        byte[] velocity = predicted("velocity.png", "--prediction", "velocity");
        assertFalse(Arrays.equals(said, velocity));
        assertFalse(Arrays.equals(velocity, predicted("zero.png", "--prediction", "VELOCITY_ZERO_SNR")));
    }

    private byte[] predicted(String name, String... prediction) throws IOException {
        return picture(
                name,
                Stream.concat(Stream.of("--seed", "5", "--sampler", "DDIM"), Stream.of(prediction))
                        .toArray(String[]::new));
    }

    /// The reference drew its noise from PyTorch's generator with this seed.
    @ParameterizedTest
    @ValueSource(strings = {"ddim", "dpmpp_2m"})
    void pictureOfASeedIsTheReferences(String sampler) throws IOException {
        JsonObject example = MicroPipeline.example(sampler);
        byte[] drawn = picture(
                sampler + ".png",
                options(
                        "--prompt", example.get("prompt"),
                        "--negative", example.get("negative_prompt"),
                        "--steps", example.get("num_inference_steps"),
                        "--guidance", example.get("guidance_scale"),
                        "--seed", example.get("initial_latents_seed"),
                        "--noise", "TORCH",
                        "--sampler", sampler));
        assertPicture("expected/end_to_end.safetensors", sampler + ".image", drawn);
    }

    /// The reference was given the autoencoder's mean: from a picture it would draw a sample of it
    /// first.
    @Test
    void pictureThatStartsFromAPictureIsTheReferences() throws IOException {
        JsonObject example = Fixtures.json("expected/from_picture.json");
        float[] planes = Fixtures.floats("expected/from_picture.safetensors", "start");
        var start = Png.Pixels.ofPlanes(
                planes,
                0,
                example.get("width").getAsInt(),
                example.get("height").getAsInt());
        byte[] drawn = picture(
                "drawn.png",
                options(
                        "--prompt", example.get("prompt"),
                        "--negative", example.get("negative"),
                        "--steps", example.get("steps"),
                        "--guidance", example.get("guidance"),
                        "--seed", example.get("seed"),
                        "--strength", example.get("strength"),
                        "--noise", "TORCH",
                        "--sampler", "DDIM",
                        "--start", Files.write(folder.resolve("start.png"), Png.encode(start))));
        assertPicture("expected/from_picture.safetensors", "image", drawn);
    }

    private static String[] options(Object... namesAndValues) {
        return Stream.of(namesAndValues)
                .map(each -> each instanceof JsonElement value ? value.getAsString() : each.toString())
                .toArray(String[]::new);
    }

    private static void assertPicture(String file, String name, byte[] png) throws IOException {
        MicroPipeline.assertPicture(Fixtures.floats(file, name), Png.read(png, 64));
    }

    @Test
    void severalPicturesAreNamedBySeed() throws IOException {
        Path out = folder.resolve("several");
        Called called = draw(MicroPipeline.FOLDER, out, "--seed", "-1", "--count", "2", "--width", "32");
        assertEquals(0, called.status(), called.complaints());
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of("seed--1.png", "seed-0.png"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        var narrow = ImageIO.read(out.resolve("seed-0.png").toFile());
        assertEquals(32, narrow.getWidth());
        assertEquals(64, narrow.getHeight());
        assertTrue(called.result().contains("2 pictures, seed -1, 2 steps"), called.result());
    }

    /// Both streams go to a terminal. No picture waits for those after it, and each is as it is alone.
    @Test
    void eachPictureIsWrittenAsSoonAsItIsDrawn() throws IOException {
        Path out = folder.resolve("several");
        var said = new ByteArrayOutputStream();
        var terminal = new PrintStream(said, true, UTF_8);
        String[] two = arguments(MicroPipeline.FOLDER, out, "--seed", "5", "--count", "2");
        assertEquals(0, GenerateCommand.run(two, terminal, terminal, true), said.toString(UTF_8));
        List<String> lines = said.toString(UTF_8)
                .lines() // a carriage return ends one, too
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(6) // the summary comes after them
                .toList();
        assertEquals(
                List.of(
                        "picture 1 of 2, step 1 of 2",
                        "picture 1 of 2, step 2 of 2",
                        out.resolve("seed-5.png").toString(),
                        "picture 2 of 2, step 1 of 2",
                        "picture 2 of 2, step 2 of 2",
                        out.resolve("seed-6.png").toString()),
                lines);
        assertArrayEquals(picture("alone.png", "--seed", "6"), Files.readAllBytes(out.resolve("seed-6.png")));
    }

    @Test
    void severalAreDrawnTogetherWhereAsked() throws IOException {
        var said = new ByteArrayOutputStream();
        var terminal = new PrintStream(said, true, UTF_8);
        Path out = folder.resolve("together");
        String[] three = arguments(MicroPipeline.FOLDER, out, "--count", "3", "--batch", "2");
        assertEquals(0, GenerateCommand.run(three, terminal, terminal, true), said.toString(UTF_8));
        assertTrue(said.toString(UTF_8).contains("pictures 1 to 2 of 3, step 1 of 2"), said.toString(UTF_8));
        assertTrue(said.toString(UTF_8).contains("picture 3 of 3, step 2 of 2"), said.toString(UTF_8));
        assertEquals(3, RunningEngine.pngs(out).size());
    }

    @Test
    void aFileIsToldNoSteps() {
        assertEquals("", draw(MicroPipeline.FOLDER, folder.resolve("one.png")).complaints());
    }

    /// By Ctrl-C, say, or by the system where memory runs out.
    @Test
    void whatIsWrittenStaysWhenTheProcessIsEnded() throws IOException {
        Path out = folder.resolve("many");
        String[] many = arguments(MicroPipeline.FOLDER, out, "--count", "64", "--steps", "200");
        Process process = JavaProcess.of(List.of(), "art.pinhua.training.GenerateMain", many)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = process.inputReader(UTF_8)) {
            String first = Objects.requireNonNull(lines.readLine(), "no picture was drawn");
            Process _ = process.destroyForcibly().onExit().join();
            assertEquals(64, ImageIO.read(Path.of(first).toFile()).getWidth());
        }
        assertTrue(RunningEngine.pngs(out).size() < 64, "it was to end before all were drawn");
    }

    /// What a hand-made checker reads: one packet of XMP, in it one label, and nothing else that is said.
    @Test
    void pictureCarriesOneLabel() throws IOException {
        byte[] png = picture("labelled.png", "--seed", "5");
        var said = PngTexts.of(png);
        assertEquals(List.of("XML:com.adobe.xmp"), List.copyOf(said.keySet()));
        String packet = said.firstEntry().getValue();
        assertEquals(2, packet.split("<TC260:AIGC>", -1).length, packet);
        assertTrue(packet.contains("&quot;Label&quot;:&quot;1&quot;"), packet);
        assertTrue(packet.contains("trainedAlgorithmicMedia"), packet);
    }

    @ParameterizedTest
    @CsvSource({
        "picture.webp, '--out must be a .png file or a folder, was ', .webp is not written",
        "PICTURE.JPG, '--out must be a .png file or a folder, was ', .jpg is not written",
    })
    void suffixThatIsNotWrittenIsRefused(String name, String complaint, String reason) {
        Path out = folder.resolve(name);
        Called called = draw(MicroPipeline.FOLDER, out);
        assertEquals(2, called.status());
        assertTrue(called.complaints().startsWith(complaint), called.complaints());
        assertTrue(called.complaints().contains(reason), called.complaints());
        assertFalse(Files.exists(out));
    }

    @Test
    void severalPicturesAreNotOneFile() {
        Called called = draw(MicroPipeline.FOLDER, folder.resolve("one.png"), "--count", "2");
        assertEquals(2, called.status());
        assertTrue(called.complaints().startsWith("--out must be a folder"), called.complaints());
    }

    @ParameterizedTest
    @CsvSource({
        "'',          66 × 35, 64 × 32", // rounded to what the autoencoder takes
        "--width=32,  64 × 32, 32 × 16",
        "--height=32, 64 × 64, 32 × 32",
        "--width=48 --height=64, 66 × 35, 48 × 64",
    })
    void pictureToStartFromKeepsItsProportions(String options, String start, String drawn) throws IOException {
        String[] sides = start.split(" × ");
        int width = Integer.parseInt(sides[0]);
        int height = Integer.parseInt(sides[1]);
        Path file = folder.resolve("start.png");
        Files.write(file, Png.encode(new Png.Pixels(width, height, new byte[3 * width * height])));
        var arguments = new ArrayList<>(List.of("--start", file.toString()));
        Stream.of(options.split(" "))
                .filter(option -> !option.isEmpty())
                .forEach(option -> arguments.addAll(List.of(option.split("="))));
        var picture = ImageIO.read(new ByteArrayInputStream(picture("drawn.png", arguments.toArray(String[]::new))));
        assertEquals(drawn, picture.getWidth() + " × " + picture.getHeight());
    }

    @Test
    void adapterWorksByItsStrength() throws IOException {
        byte[] plain = picture("plain.png", "--seed", "5");
        byte[] whole = picture("whole.png", "--seed", "5", "--lora", ADAPTER.toString());
        byte[] most = picture("most.png", "--seed", "5", "--lora", ADAPTER + ":0.8");
        assertFalse(Arrays.equals(plain, most));
        assertFalse(Arrays.equals(whole, most));
        assertArrayEquals(whole, picture("one.png", "--seed", "5", "--lora", ADAPTER + ":1"));
        assertArrayEquals(plain, picture("none.png", "--seed", "5", "--lora", ADAPTER + ":0"));
        byte[] two = picture("two.png", "--seed", "5", "--lora", ADAPTER + ":0.8", "--lora", ADAPTER + ":.5");
        assertFalse(Arrays.equals(most, two), "given twice, both count");
    }

    @ParameterizedTest
    @CsvSource({
        "--seed, red, '--seed must be a whole number, was ''red'''",
        "--count, 0, '--count must be 1 to 64, was 0'",
        "--steps, 1001, '--steps must be 1 to 1000, was 1001'",
        "--guidance, strong, '--guidance must be a number, was ''strong'''",
        "--guidance, -1, '--guidance must be 0 to 100, was -1'",
        "--guidance, NaN, '--guidance must be 0 to 100, was NaN'",
        "--sampler, MAGIC, '--sampler must be one of [DDIM, DPMPP_2M, '",
        "--prediction, GUESS, '--prediction must be one of [EPSILON, '",
        "--noise, LOUD, '--noise must be one of [COUNTER, '",
        "--strength, 2, '--strength must be 0 to 1, was 2'",
        "--mask, mask.png, '--mask needs --start'",
        "--width, 4, '--width must be 8 to 4096, was 4'",
        "--height, tall, '--height must be a whole number, was ''tall'''",
        "--threads, 0, '--threads must be 1 to 1024, was 0'",
        "--prompt, ' ', '--prompt is missing'",
        "--colour, red, 'unknown option --colour'"
    })
    void optionThatIsNotUnderstoodIsNamed(String option, String value, String complaint) {
        Called called = draw(MicroPipeline.FOLDER, folder.resolve("none.png"), option, value);
        assertEquals(2, called.status());
        assertTrue(called.complaints().startsWith(complaint), called.complaints());
        assertTrue(called.complaints().contains("--lora FILE[:0.8]"), "the usage follows");
        assertFalse(Files.exists(folder.resolve("none.png")));
    }

    @Test
    void missingOptionsAreNamed() {
        Called withoutOut = call("--prompt", "山");
        assertEquals(2, withoutOut.status());
        assertTrue(withoutOut.complaints().startsWith("--out is missing"), withoutOut.complaints());
        Called withoutValue = call("--prompt", "山", "--out");
        assertEquals(2, withoutValue.status());
        assertTrue(withoutValue.complaints().startsWith("--out needs a value"), withoutValue.complaints());
    }

    @Test
    void helpIsNoComplaint() {
        Called called = call("--prompt", "山", "--help");
        assertEquals(0, called.status());
        assertTrue(called.result().startsWith("./pinhua generate --prompt TEXT"), called.result());
        assertEquals("", called.complaints());
    }

    @Test
    void modelsThatAreNotComputedHereAreNamed() throws IOException {
        Path out = folder.resolve("none.png");
        assertFailed("MODEL_NOT_FOUND", "nowhere", draw(folder.resolve("nowhere"), out));
        Path model = Files.createDirectory(folder.resolve("model"));
        Path file = model.resolve("model_index.json");
        String index = Files.readString(MicroPipeline.FOLDER.resolve("model_index.json"));
        for (String other : List.of("StableDiffusion3Pipeline", "FluxPipeline", "MyOwnPipeline")) {
            Files.writeString(file, index.replace("StableDiffusionPipeline", other));
            assertFailed("MODEL_UNSUPPORTED", other, draw(model, out));
        }
        Files.writeString(file, index.replace("StableDiffusionPipeline", "StableDiffusionXLPipeline"));
        assertFailed("MODEL_UNSUPPORTED", "text_encoder_2", draw(model, out));
        Files.writeString(file, index.replace("CLIPTextModel", "T5EncoderModel"));
        assertFailed("MODEL_UNSUPPORTED", "T5EncoderModel", draw(model, out));
        Files.writeString(file, "{");
        assertFailed("WEIGHTS_DAMAGED", "model_index.json", draw(model, out));
        assertFalse(Files.exists(out));
    }

    @Test
    void scheduleThatCannotBeFollowedIsNamed() throws IOException {
        Path model = MicroPipeline.copied(folder.resolve("model"));
        Path file = model.resolve("scheduler/scheduler_config.json");
        String sound = Files.readString(file);
        Files.writeString(file, sound.replaceFirst("\"beta_schedule\": *\"[a-z_]+\"", "\"beta_schedule\": \"cosine\""));
        assertFailed("MODEL_UNSUPPORTED", "beta_schedule", draw(model, folder.resolve("none.png")));
        Files.writeString(file, """
                {"_class_name": "DEISMultistepScheduler", "algorithm_type": "deis", "solver_type": "logrho",
                 "beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}""");
        Called called = draw(model, folder.resolve("deis.png"));
        assertEquals(0, called.status(), called.complaints());
    }

    @Test
    void whatDoesNotFitTheModelIsNamed() {
        Path out = folder.resolve("none.png");
        assertFailed(
                "ADAPTER_NOT_FOUND", "absent", draw(MicroPipeline.FOLDER, out, "--lora", "absent.safetensors:0.8"));
        Path foreign = MicroPipeline.resource("/parity/lora/expected.safetensors");
        assertFailed("ADAPTER_UNUSABLE", "fit no layer", draw(MicroPipeline.FOLDER, out, "--lora", foreign.toString()));
        assertFailed("REQUEST_INVALID", "60 × 64", draw(MicroPipeline.FOLDER, out, "--width", "60"));
        assertFalse(Files.exists(out));
    }

    @Test
    void processEndsWithTheStatus() throws Exception {
        Process process = JavaProcess.of(List.of(), "art.pinhua.training.GenerateMain", "--seed", "red")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(2, process.waitFor(), said);
        assertTrue(said.startsWith("--seed must be a whole number"), said);
    }
}
