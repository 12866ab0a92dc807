package art.pinhua.platform.identity;

import java.util.Set;
import java.util.UUID;

/// Somebody who signs in, as other slices know them.
public record Person(UUID id, String name, String displayName, Set<String> roles) {}
