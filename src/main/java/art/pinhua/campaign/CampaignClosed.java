package art.pinhua.campaign;

import java.util.UUID;

/// Voting has ended for good. Fired in the transaction that ends it.
public record CampaignClosed(UUID campaignId) {}
