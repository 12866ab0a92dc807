package art.pinhua.registry;

import java.util.List;
import java.util.UUID;

/// An adapter file that already lies among the blobs.
/// @param targetModules kinds of layers it changes
/// @param parameters    0 where nobody counted
public record NewAdapter(
        UUID baseModelId,
        String sha256,
        String name,
        int rank,
        double alpha,
        List<String> targetModules,
        long parameters) {}
