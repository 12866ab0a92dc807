package art.pinhua.rater;

import art.pinhua.platform.limits.Limit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What anonymous raters may do. A school or an office shares one address, so an address may do what hundreds of
/// people do; one browser may do what a quick hand does.
@ConfigMapping(prefix = "pinhua.limits")
interface LimitSettings {
    @WithDefault("true")
    boolean enabled();

    /// New raters from one address.
    @WithDefault("300/h")
    Limit newcomersOfAddress();

    /// Requests for tasks.
    @WithDefault("1200/m")
    Limit asksOfAddress();

    @WithDefault("60/m")
    Limit asksOfRater();

    /// Pictures of tasks: each is drawn anew, which takes far more of the processor than a vote does.
    @WithDefault("24000/m")
    Limit picturesOfAddress();

    @WithDefault("600/m")
    Limit picturesOfRater();

    @WithDefault("3000/m")
    Limit votesOfAddress();

    @WithDefault("60/m")
    Limit votesOfRater();
}
