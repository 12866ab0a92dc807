package art.pinhua.platform.problem;

/// One value that cannot be accepted: where it stands (`prompts[3].text`, `line 12`) and what is wrong with it.
public record Violation(String field, String message) {}
