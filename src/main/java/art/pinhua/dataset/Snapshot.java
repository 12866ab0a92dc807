package art.pinhua.dataset;

import java.time.Instant;
import java.util.UUID;

/// A frozen list of preferences.
///
/// @param digest        SHA-256 over its manifest and preferences
/// @param trainGroups   preference groups to learn from
/// @param heldoutGroups groups of prompts never trained on
public record Snapshot(
        UUID id,
        UUID curationId,
        UUID campaignId,
        String name,
        String digest,
        UUID baseModelId,
        int trainGroups,
        int heldoutGroups,
        int pairs,
        int images,
        String createdBy,
        Instant createdAt) {}
