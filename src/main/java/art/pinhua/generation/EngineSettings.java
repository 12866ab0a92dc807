package art.pinhua.generation;

import art.pinhua.training.contract.ComputeDevice;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How the engine process is started. Relative paths count from the working folder.
@ConfigMapping(prefix = "pinhua.engine")
interface EngineSettings {
    /// The engine's own jars; the application has none of them on its class path.
    @WithDefault("training/target/pinhua-training-0.1.0-SNAPSHOT.jar:training/target/engine/*")
    String classPath();

    /// A Java 25 executable; without one, the Java this application runs on.
    Optional<String> java();

    @WithDefault("art.pinhua.training.EngineMain")
    String mainClass();

    @WithDefault("2")
    int threads();

    /// Java heap of the engine; its tensors lie outside.
    @WithDefault("512m")
    String heap();

    /// MiB that the weights of the models in memory may take together, the least recently used go first.
    /// Without it three quarters of the GPU's memory, or half of the machine's where the processor
    /// computes.
    OptionalInt memory();

    /// Where pictures are computed: cpu, cuda or cuda:N. A GPU needs a libtorch with CUDA, see the README.
    @WithDefault("cpu")
    ComputeDevice device();

    /// What denoiser and autoencoder compute in and keep their weights in: fp32, bf16 or fp16.
    @WithDefault("fp32")
    Precision precision();

    enum Precision {
        FP32,
        BF16,
        FP16
    }

    /// Where the engine keeps its unpacked native libraries.
    @WithDefault("${pinhua.data}/cache/djl")
    String cache();

    /// How long a new engine may take to say that it is ready.
    @WithDefault("120s")
    Duration startWithin();

    /// How long an engine that was asked may say nothing before it is taken for dead. It gives signs of
    /// life every few seconds, however long its work takes.
    @WithDefault("120s")
    Duration silence();

    /// How long it may give signs of life and get no further, by a step, a picture or an answer, before it
    /// is taken for hung. Longer than any step, load or decoding of a batch takes.
    @WithDefault("30m")
    Duration stepWithin();

    /// Start the engine and load the served model together with the application.
    @WithDefault("true")
    boolean warm();
}
