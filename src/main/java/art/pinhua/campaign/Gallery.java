package art.pinhua.campaign;

import java.util.List;
import java.util.UUID;

/// The images of one prompt in a campaign.
/// @param unknownWords of the prompt: the models could make nothing of them
public record Gallery(UUID promptId, String prompt, List<String> unknownWords, List<Piece> images) {

    /// @param modelVersionId which version drew it
    public record Piece(UUID id, String url, UUID modelVersionId) {}
}
