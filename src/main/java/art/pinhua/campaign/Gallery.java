package art.pinhua.campaign;

import java.util.List;
import java.util.UUID;

/// The images of one prompt in a campaign.
public record Gallery(UUID promptId, String prompt, List<Piece> images) {

    /// @param modelVersionId which version drew it
    public record Piece(UUID id, String url, UUID modelVersionId) {}
}
