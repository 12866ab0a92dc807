package art.pinhua;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.util.Map;

/// The trainer of every `@QuarkusTest`: a real child process that keeps the run protocol and needs no model.
@WithTestResource(value = TrainerTestResource.class, scope = TestResourceScope.GLOBAL)
public final class TrainerTestResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Map.of(
                "pinhua.trainer.class-path", classPath,
                "pinhua.trainer.main-class", "art.pinhua.finetuning.FakeTrainerMain",
                "pinhua.trainer.heap", "128m",
                "pinhua.trainer.start-within", "60s",
                "pinhua.trainer.silence", "6s",
                "pinhua.trainer.farewell", "10s",
                "pinhua.trainer.polling", "20ms",
                "pinhua.trainer.checkpoint-every", "5",
                "pinhua.trainer.sample-every", "10");
    }

    @Override
    public void stop() {
        // trainers end with their jobs
    }
}
