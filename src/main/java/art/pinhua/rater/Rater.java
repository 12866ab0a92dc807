package art.pinhua.rater;

import java.util.UUID;

/// A person who votes, known by a pseudonym only.
public record Rater(UUID id, Tier tier, String pseudonym, boolean withdrawn) {
    public enum Tier {
        EXPERT,
        ANONYMOUS
    }
}
