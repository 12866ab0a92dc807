package art.pinhua.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import art.pinhua.training.measure.Options;
import art.pinhua.training.starter.training.Wish;
import art.pinhua.training.trainer.StopRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `./pinhua train-starter`, from its options to its exit status.
class StarterMainTest {
    private static final String SHIPPED = "models/starter-64";

    @TempDir
    Path folder;

    /// How a call ended, and what it complained of.
    private record Called(int status, String complaints) {}

    private Called call(StopRequest stop, String... options) {
        var arguments = new ArrayList<>(List.of("--folder", folder.toString()));
        arguments.addAll(List.of(options));
        var complaints = new ByteArrayOutputStream();
        int status = StarterMain.run(
                arguments.toArray(String[]::new), Map.of(), stop, new PrintStream(complaints, true, UTF_8));
        return new Called(status, complaints.toString(UTF_8));
    }

    private Called call(String... options) {
        return call(new StopRequest(), options);
    }

    private static Options options(String... arguments) {
        return Options.parse(
                arguments,
                "size",
                "folder",
                "hours",
                "threads",
                "seed",
                "pictures",
                "precision",
                "from",
                "autoencoder-share",
                "only");
    }

    private void begun(String from) throws IOException {
        Files.writeString(folder.resolve("starter.json"), """
            {"seed":7,"size":64,"pictures":24,"hours":0.5,"threads":1,"bfloat16":false,"from":"%s",\
            "autoencoderShare":0.3,"decoderOnly":true}\
            """.formatted(from));
    }

    @ParameterizedTest
    @CsvSource({
        "size, 96, --size must be 64 or 128",
        "hours, two, --hours must be a number",
        "hours, 0, --hours must be above 0",
        "threads, 0, --threads must be a whole number from 1 on",
        "seed, 1.5, --seed must be a whole number",
        "pictures, many, --pictures must be a whole number from 1 on",
        "precision, fp8, --precision must be bf16 or fp32",
        "device, tpu, '--device must be cpu, cuda or cuda:N'",
        "autoencoder-share, half, --autoencoder-share must be a number",
        "autoencoder-share, 0, --autoencoder-share 0 keeps the autoencoder of an earlier model",
        "only, encoder, --only must be decoder",
        "only, decoder, --only decoder trains the decoder of an earlier model",
        "from, nowhere, --from nowhere: there is neither a vae nor a unet",
        "hour, 2, --hour does not fit",
    })
    void anOptionThatDoesNotFitIsNamed(String option, String value, String complaint) throws IOException {
        Called called = call("--" + option, value);
        assertEquals(2, called.status(), called.complaints());
        assertTrue(called.complaints().startsWith("train-starter: " + complaint), called.complaints());
        assertEquals(1, called.complaints().lines().count(), called.complaints());
        assertFalse(Files.exists(folder.resolve("starter.json")), "the corrected command would be refused");
    }

    @Test
    void everyOptionIsObeyed() {
        assertEquals(Wish.usual(128), StarterMain.wish(options(), Optional.empty()));
        var asked = options(
                "--size",
                "64",
                "--hours",
                ".5",
                "--threads",
                "3",
                "--seed",
                "-9",
                "--pictures",
                "100",
                "--precision",
                "fp32",
                "--from",
                "earlier",
                "--autoencoder-share",
                "0",
                "--only",
                "decoder");
        assertEquals(
                new Wish(-9, 64, 100, .5, 3, false, "earlier", 0.0, true), StarterMain.wish(asked, Optional.empty()));
        assertEquals(
                true,
                StarterMain.wish(options("--precision", "bf16"), Optional.empty())
                        .bfloat16());
    }

    @Test
    void theFolderLiesInTheDataFolder() {
        var elsewhere = Map.of("PINHUA_DATA", "/data");
        assertEquals(Path.of(".pinhua/starter-128"), StarterMain.folder(options(), Map.of()));
        assertEquals(Path.of("/data/starter"), StarterMain.folder(options("--size", "64"), elsewhere));
        assertEquals(Path.of("mine"), StarterMain.folder(options("--folder", "mine"), elsewhere));
    }

    @Test
    void whatIsLeftOutIsAsTheFolderWasBegun() throws IOException {
        begun(SHIPPED);
        var first = Wish.begun(folder);
        assertEquals(first.orElseThrow(), StarterMain.wish(options(), first));
    }

    @ParameterizedTest
    @CsvSource({"hours, 8, 0.5", "size, 128, 64", "precision, bf16, fp32", "seed, 1, 7", "pictures, 25, 24"})
    void whatAsksForSomethingElseThanTheFolderIsRefused(String option, String value, String before) throws IOException {
        begun(SHIPPED);
        Called called = call("--" + option, value);
        assertEquals(2, called.status(), called.complaints());
        assertEquals(
                "train-starter: --%s %s: %s was begun with %s; name another --folder%n"
                        .formatted(option, value, folder, before),
                called.complaints());
    }

    @Test
    void aDecoderIsTrainedThenNothingIsLeftToDo() throws IOException {
        Files.writeString(folder.resolve("autoencoder.json"), """
            {"steps":1,"windowSteps":0,"window":32,"batch":2,"bfloat16":false,"reportEvery":1}\
            """);
        String[] command = {"--size", "64", "--pictures", "4", "--only", "decoder", "--from", SHIPPED, "--threads", "1"
        };
        var stop = new StopRequest();
        stop.stop();
        assertEquals(3, call(stop, command).status());
        Called called = call(command);
        assertEquals(0, called.status(), called.complaints());
        assertTrue(Files.exists(folder.resolve("export/model_index.json")));
        assertEquals(0, call(command).status());
        assertEquals(0, call().status(), "the folder says what was asked for");
    }

    @Test
    void aShareBesideADecoderAloneIsRefusedUnlessItHasBegunSo() throws IOException {
        Called called = call("--size", "64", "--only", "decoder", "--from", SHIPPED, "--autoencoder-share", "0");
        assertEquals(2, called.status(), called.complaints());
        assertTrue(called.complaints().startsWith("train-starter: --autoencoder-share 0: "), called.complaints());
        assertFalse(Files.exists(folder.resolve("starter.json")), "the corrected command would be refused");

        begun(SHIPPED);
        var stop = new StopRequest();
        stop.stop();
        assertEquals(3, call(stop).status(), "it goes on, with a share that it does not heed");
    }

    @Test
    void whatTheDiskRefusesIsASentence() throws IOException {
        Files.createDirectories(folder.resolve("progress.log")); // nothing can be appended to it
        Called called = call("--size", "64", "--pictures", "4", "--threads", "1");
        assertEquals(1, called.status());
        assertTrue(called.complaints().startsWith("train-starter: reading or writing failed: "), called.complaints());
        assertTrue(called.complaints().contains("run it again to go on"), called.complaints());
        assertEquals(1, called.complaints().lines().count(), called.complaints());
    }

    @Test
    void aDamagedPlanIsNamed() throws IOException {
        Files.writeString(folder.resolve("starter.json"), "{");
        Called called = call();
        assertEquals(1, called.status());
        assertTrue(called.complaints().contains("starter.json is damaged"), called.complaints());
    }
}
