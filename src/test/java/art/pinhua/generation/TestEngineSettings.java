package art.pinhua.generation;

import art.pinhua.training.contract.ComputeDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Settings of an engine that a test starts by itself.
record TestEngineSettings(
        String classPath,
        Optional<String> java,
        String mainClass,
        ComputeDevice device,
        int threads,
        String heap,
        OptionalInt memory,
        Precision precision,
        String cache,
        Duration startWithin,
        Duration silence,
        Duration stepWithin,
        boolean warm)
        implements EngineSettings {

    /// The engine of the module beside.
    static TestEngineSettings ofTrueEngine(Path training, ComputeDevice device) {
        return of(
                training.resolve("target/classes") + ":" + training.resolve("target/engine/*"),
                "art.pinhua.training.EngineMain",
                device,
                Duration.ofSeconds(120),
                Duration.ofSeconds(120));
    }

    static TestEngineSettings ofFakeEngine(Duration silence, Duration stepWithin) {
        return ofClass(FakeEngineMain.class, silence, stepWithin);
    }

    /// Another process that stands for the engine.
    static TestEngineSettings ofClass(Class<?> main, Duration silence, Duration stepWithin) {
        return of(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName(),
                ComputeDevice.CPU,
                silence,
                stepWithin);
    }

    private static TestEngineSettings of(
            String classPath, String mainClass, ComputeDevice device, Duration silence, Duration stepWithin) {
        return new TestEngineSettings(
                classPath,
                Optional.empty(),
                mainClass,
                device,
                1,
                "256m",
                OptionalInt.of(64),
                Precision.FP32,
                System.getenv().getOrDefault("DJL_CACHE_DIR", "target/djl"),
                Duration.ofSeconds(120),
                silence,
                stepWithin,
                false);
    }
}
