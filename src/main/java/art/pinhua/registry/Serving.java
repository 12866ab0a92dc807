package art.pinhua.registry;

import java.time.Instant;

/// What an alias points to. Whoever moves it must name the revision they have seen.
public record Serving(ModelVersion modelVersion, long revision, Instant since) {}
