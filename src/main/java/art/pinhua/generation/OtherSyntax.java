package art.pinhua.generation;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What AUTOMATIC1111 acts on in a prompt beside weights. People bring such prompts; here it is drawn
/// as the text that it is, and told, so that nobody takes it for followed.
///
/// | written | there |
/// |---|---|
/// | `<lora:name:0.8>` | lays an adapter over the model; `lyco` and `hypernet` likewise |
/// | `BREAK` | goes on in the next window of tokens |
/// | `AND` | draws several prompts into one picture |
/// | `[cat:dog:0.5]`, `[cat:0.5]`, `[cat::5]` | other words from a step on |
/// | `[cat\|dog]` | other words at each step |
final class OtherSyntax {
    private static final int MOST = 20;

    private static final Pattern FORMS = Pattern.compile(String.join(
            "|",
            "<(?:lora|lyco|hypernet):[^<>]+>",
            "(?U:\\b(?:BREAK|AND)\\b)",
            "(?<!\\\\)\\[[^\\[\\]]*:\\s*[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)\\]",
            "(?<!\\\\)\\[[^\\[\\]]*\\|[^\\[\\]]*\\]"));

    private OtherSyntax() {}

    /// As it is written, each once, in order; the first of them.
    static List<String> in(String... prompts) {
        return Stream.of(prompts)
                .flatMap(prompt -> FORMS.matcher(prompt).results())
                .map(MatchResult::group)
                .distinct()
                .limit(MOST)
                .toList();
    }
}
