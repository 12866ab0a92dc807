package art.pinhua.platform.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How eagerly jobs are looked for and tried again.
@ConfigMapping(prefix = "pinhua.jobs")
interface JobSettings {
    /// How often a worker looks for due jobs; those submitted in its own process it sees at once.
    @WithDefault("1s")
    Duration polling();

    /// Wait before the second attempt; doubled for each further one, and stretched by up to a half at random.
    @WithDefault("5s")
    Duration backOff();

    /// How often a worker says that it is alive. After four silences another one takes its jobs over.
    @WithDefault("4s")
    Duration heartbeat();

    /// The same while it trains: longer, because a machine may be busy, and a run loses little by waiting.
    @WithDefault("30s")
    Duration trainHeartbeat();

    /// A job that neither progresses nor writes for so long is ended, and tried again.
    @WithDefault("30m")
    Duration silence();

    /// How long an attempt that was ended for its silence may take to notice before the job is taken from its thread.
    @WithDefault("30s")
    Duration unstuckWithin();

    /// How long a job waits for what it lacks (room on the disk, the database) before it looks again.
    @WithDefault("10s")
    Duration waiting();

    /// How long a stopping process waits for its jobs to notice.
    @WithDefault("5s")
    Duration stopping();
}
