package art.pinhua.platform.web;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalInt;

/// What one process does at once. The limits of raters have the same prefix and a mapping of their own;
/// names that no mapping of a prefix knows end the start.
@ConfigMapping(prefix = "pinhua.limits")
interface GateSettings {
    /// API requests under way; unset: some for each connection of the pool.
    OptionalInt atOnce();
}
