package art.pinhua.campaign;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The images of one prompt in a campaign.
public record Gallery(UUID promptId, String prompt, List<Piece> images) {

    /// @param modelVersionId which version drew it; not told while a comparison can still take votes
    public record Piece(UUID id, String url, @Nullable UUID modelVersionId) {}
}
