package art.pinhua.prompt;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.stream.IntStream;

/// Prompt sets for tests.
@ApplicationScoped
public class TestPrompts {
    private final Prompts prompts;

    TestPrompts(Prompts prompts) {
        this.prompts = prompts;
    }

    public UUID set(int count) {
        return prompts.add(
                "test",
                IntStream.range(0, count)
                        .mapToObj(i -> new PromptList.Line(i + 1, "夜空下穿红色长袍的人 " + i, null))
                        .toList(),
                "test");
    }
}
