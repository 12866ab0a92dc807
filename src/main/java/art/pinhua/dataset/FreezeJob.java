package art.pinhua.dataset;

import art.pinhua.platform.jobs.JobResource.JobView;
import org.jspecify.annotations.Nullable;

/// A snapshot that was asked for.
///
/// @param job      absent where the snapshot was there already
/// @param snapshot what came of it
public record FreezeJob(@Nullable JobView job, @Nullable Snapshot snapshot) {}
