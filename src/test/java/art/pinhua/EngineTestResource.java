package art.pinhua;

import art.pinhua.generation.TestPipeline;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.nio.file.Path;
import java.util.Map;

/// The engine of every `@QuarkusTest`: a real child process that speaks the protocol and needs no model.
/// Tests of the true engine say so themselves in a profile.
@WithTestResource(value = EngineTestResource.class, scope = TestResourceScope.GLOBAL)
public final class EngineTestResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Map.of(
                "pinhua.engine.class-path", classPath,
                "pinhua.engine.main-class", "art.pinhua.generation.FakeEngineMain",
                "pinhua.engine.heap", "128m",
                "pinhua.engine.silence", "3s",
                "pinhua.engine.warm", "false",
                "pinhua.starter.folder",
                        TestPipeline.write(Path.of("target", "test-pipeline"), "Test")
                                .toString());
    }

    @Override
    public void stop() {
        // the engine leaves with the application: the end of its input is the order to go
    }
}
