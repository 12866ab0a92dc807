package art.pinhua.campaign;

/// DRAFT → GENERATING → OPEN → CLOSED. A campaign whose images could not be made goes back to DRAFT with the reason.
public enum CampaignState {
    DRAFT,
    GENERATING,
    OPEN,
    CLOSED;

    boolean mayBecome(CampaignState next) {
        return switch (this) {
            case DRAFT -> next == GENERATING || next == CLOSED;
            case GENERATING -> next == OPEN || next == DRAFT || next == CLOSED;
            case OPEN -> next == CLOSED;
            case CLOSED -> false;
        };
    }
}
