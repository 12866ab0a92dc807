package art.pinhua.registry;

import art.pinhua.platform.blob.Blobs;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Learned words for tests, which no engine looked at. They act on whatever is asked for afterwards, in other tests as
/// well: take words that stand in no other prompt.
@ApplicationScoped
public class TestWords {
    private final Registry registry;
    private final Blobs blobs;

    TestWords(Registry registry, Blobs blobs) {
        this.registry = registry;
        this.blobs = blobs;
    }

    /// Of the base model that is served now.
    public LearnedWord teach(String word) {
        var base = registry.serving().modelVersion().baseModel();
        var file = blobs.store(("a file of " + word).getBytes(StandardCharsets.UTF_8));
        return registry.importWord(
                new NewWord(base.id(), word, file.sha256(), 2), new Registry.Provenance("", "", "", "test"));
    }

    public void withdraw(UUID word) {
        registry.withdrawWord(word, "test");
    }
}
