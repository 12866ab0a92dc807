package art.pinhua.finetuning;

import art.pinhua.training.contract.ComputeDevice;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// How trainer processes are started and watched. Relative paths count from the working folder.
@ConfigMapping(prefix = "pinhua.trainer")
interface TrainerSettings {
    /// The trainer's own jars; the application has none of them on its class path.
    @WithDefault("training/target/pinhua-training-0.1.0-SNAPSHOT.jar:training/target/engine/*")
    String classPath();

    /// A Java 25 executable; without one, the Java this application runs on.
    Optional<String> java();

    @WithDefault("art.pinhua.training.TrainMain")
    String mainClass();

    /// Where runs that begin compute: cpu, cuda or cuda:N; a resumed one stays where it began.
    @WithDefault("cpu")
    ComputeDevice device();

    @WithDefault("2")
    int threads();

    /// Java heap of the trainer; its tensors lie outside.
    @WithDefault("512m")
    String heap();

    /// Where the trainer keeps its unpacked native libraries.
    @WithDefault("${pinhua.data}/cache/djl")
    String cache();

    /// How long a trainer may take to its first event: it reads models first.
    @WithDefault("10m")
    Duration startWithin();

    /// How long a trainer that has begun may write no event before it is taken for dead.
    @WithDefault("10m")
    Duration silence();

    /// How long a trainer that was asked to stop may take to finish its step, of one that takes long the
    /// part under way, and its checkpoint.
    @WithDefault("60s")
    Duration farewell();

    /// How often its events are looked for.
    @WithDefault("250ms")
    Duration polling();

    /// Steps between checkpoints.
    @WithDefault("25")
    int checkpointEvery();

    /// Steps between sample pictures.
    @WithDefault("50")
    int sampleEvery();

    /// Sample prompts of a run.
    @WithDefault("4")
    int samplePrompts();
}
