package art.pinhua.curation;

import art.pinhua.platform.jobs.JobResource.JobView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A curation run that was asked for.
///
/// @param curationId what came of it; if nothing had changed since an earlier run, that one
public record CurationJob(JobView job, @Nullable UUID curationId) {}
