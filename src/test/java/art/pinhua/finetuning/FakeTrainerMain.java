package art.pinhua.finetuning;

import art.pinhua.training.contract.AdapterContent;
import art.pinhua.training.contract.EarlyStop;
import art.pinhua.training.contract.PreferenceGroup;
import art.pinhua.training.contract.RunConfig;
import art.pinhua.training.contract.RunEvent;
import art.pinhua.training.contract.RunFailure;
import art.pinhua.training.contract.RunFiles;
import art.pinhua.training.contract.RunningTrainer;
import art.pinhua.training.contract.SnapshotFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.commons.codec.digest.DigestUtils;

/// A process that keeps the run protocol without a model: the loss falls, the adapter's bytes tell seed
/// and steps. Seeds make it misbehave: 13 fails, 14 dies once after step 7, 15 always dies, 16 falls
/// silent once after step 3, 17 stops by a rule at step 9, 18 once finds no room and says so, 19 once
/// finds no room to say so, 20 always dies and prints only the first time, of a full disk, 21 prepares
/// for long, 22 takes long for its fourth step.
public final class FakeTrainerMain {

    private static final String CHECKPOINT = RunFiles.CHECKPOINTS + "/fake";
    private static volatile boolean stop;

    private FakeTrainerMain() {}

    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        var trainer = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop = true;
            try {
                trainer.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        RunFiles.writeTrainer(folder, RunningTrainer.of(ProcessHandle.current()));
        train(folder, RunFiles.config(folder));
    }

    private static void train(Path folder, RunConfig config) throws IOException, InterruptedException {
        var groups = SnapshotFiles.groups(Path.of(config.snapshot()));
        Files.createDirectories(folder.resolve(RunFiles.CHECKPOINTS));
        int first = Files.exists(folder.resolve(CHECKPOINT))
                ? Integer.parseInt(Files.readString(folder.resolve(CHECKPOINT)))
                : 0;
        RunFiles.append(folder, new RunEvent.Preparing(first, 1, 2));
        prepare(folder, config);
        int train = (int) groups.stream()
                .filter(g -> g.split() == PreferenceGroup.Split.TRAIN)
                .count();
        RunFiles.append(folder, new RunEvent.Started(first, config.steps(), train, groups.size() - train));
        for (int step = first + 1; step <= config.steps(); step++) {
            Thread.sleep(15);
            misbehave(folder, config, step);
            double left = (config.steps() - step) * .015;
            RunFiles.append(
                    folder,
                    new RunEvent.Step(
                            step,
                            1.0 / step,
                            .5,
                            .1,
                            .1,
                            .2,
                            1,
                            config.optimiser().lr(),
                            320,
                            1,
                            60,
                            left));
            if (step % config.checkpointEvery() == 0 || stop) {
                Files.writeString(folder.resolve(CHECKPOINT), Integer.toString(step));
                RunFiles.append(folder, new RunEvent.Checkpoint(step, CHECKPOINT));
            }
            if (config.sampleEvery() > 0 && step % config.sampleEvery() == 0) {
                sample(folder, config, step);
                RunFiles.append(folder, new RunEvent.Heldout(step, .75, 4));
            }
            if (config.seed() == 17 && step == 9) {
                var reason = new EarlyStop(EarlyStop.StopRule.DRIFT, .0625, .05, 1, "mid_block.to_q");
                RunFiles.append(folder, new RunEvent.Stopped(step, reason));
                finish(folder, config, step);
                return;
            }
            if (stop) {
                RunFiles.append(folder, new RunEvent.Cancelled(step));
                return;
            }
        }
        finish(folder, config, config.steps());
    }

    /// For longer in all than a trainer may be silent.
    private static void prepare(Path folder, RunConfig config) throws IOException, InterruptedException {
        for (int done = 1; config.seed() == 21 && done <= 8; done++) {
            Thread.sleep(1_000);
            RunFiles.append(folder, new RunEvent.Preparing(0, done, 8));
        }
    }

    /// For longer in all than a trainer may be silent.
    private static void compute(Path folder, int step) throws IOException, InterruptedException {
        for (int done = 1; done <= 8; done++) {
            Thread.sleep(1_000);
            RunFiles.append(folder, new RunEvent.Part(step - 1, done, 9));
        }
    }

    private static void finish(Path folder, RunConfig config, int steps) throws IOException {
        String adapter = "adapter of seed " + config.seed() + " after " + steps + " steps";
        Files.writeString(folder.resolve(RunFiles.ADAPTER), adapter);
        var content = new AdapterContent(config.lora().rank(), .5, List.of("to_k", "to_q"), 1_234);
        String sha256 = DigestUtils.sha256Hex(adapter);
        RunFiles.append(folder, new RunEvent.Done(steps, RunFiles.ADAPTER, sha256, .75, content));
    }

    private static void misbehave(Path folder, RunConfig config, int step) throws IOException, InterruptedException {
        if (config.seed() == 13 && step == 4) {
            RunFiles.append(folder, new RunEvent.Failed(step, "the loss is not a number"));
            Runtime.getRuntime().halt(1);
        }
        if (step == 8 && (config.seed() == 15 || config.seed() == 14 && firstTime(folder))) {
            System.err.println("libtorch fell over");
            Runtime.getRuntime().halt(137);
        }
        if (step == 4 && config.seed() == 18 && firstTime(folder)) {
            RunFiles.append(folder, new RunEvent.Failed(step, "Cannot write", RunFailure.NO_ROOM));
            Runtime.getRuntime().halt(1);
        }
        if (step == 4 && config.seed() == 19 && firstTime(folder)) {
            Runtime.getRuntime().halt(RunFailure.NO_ROOM_STATUS);
        }
        if (step == 4 && config.seed() == 20) {
            System.err.println(firstTime(folder) ? "No space left on device" : "killed");
            Runtime.getRuntime().halt(137);
        }
        if (config.seed() == 22 && step == 4) {
            compute(folder, step);
        }
        if (config.seed() == 16 && step == 4 && firstTime(folder)) {
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static boolean firstTime(Path folder) throws IOException {
        if (Files.exists(folder.resolve("misbehaved"))) {
            return false;
        }
        Files.createFile(folder.resolve("misbehaved"));
        return true;
    }

    private static void sample(Path folder, RunConfig config, int step) throws IOException {
        Files.createDirectories(folder.resolve("samples"));
        for (int index = 0; index < config.samplePrompts().size(); index++) {
            var prompt = config.samplePrompts().get(index);
            Path file = folder.resolve("samples/" + step + "-" + index + ".png");
            Path base = folder.resolve("samples/base-" + index + ".png");
            draw(file, step, index + 1, config.runId().hashCode());
            draw(base, 1, index + 1, 0);
            RunFiles.append(
                    folder,
                    new RunEvent.Sample(
                            step,
                            index,
                            prompt.prompt(),
                            prompt.seed(),
                            folder.relativize(file).toString(),
                            folder.relativize(base).toString()));
        }
    }

    /// A picture of one colour, whose size tells step and place.
    private static void draw(Path file, int width, int height, int rgb) throws IOException {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, rgb);
            }
        }
        ImageIO.write(picture, "png", file.toFile());
    }
}
