package art.pinhua.campaign;

/// How far a campaign is.
/// @param votes       answers given, late ones included
/// @param votesWanted overlap summed over all tasks
public record CampaignCounts(
        int tasks, int votes, int votesWanted, int raters, int gold, int imagesDone, int imagesTotal) {}
