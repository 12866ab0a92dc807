package art.pinhua.prompt;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
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
        return of(IntStream.range(0, count).mapToObj(i -> "夜空下穿红色长袍的人 " + i).toList());
    }

    public UUID of(List<String> texts) {
        return prompts.add(
                "test",
                texts.stream().map(text -> new PromptList.Line(1, text, null)).toList(),
                "test");
    }
}
