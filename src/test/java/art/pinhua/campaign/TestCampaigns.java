package art.pinhua.campaign;

import art.pinhua.Wait;
import art.pinhua.prompt.TestPrompts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Open campaigns for tests, made the way the product makes them.
@ApplicationScoped
public class TestCampaigns {
    private final Campaigns campaigns;
    private final TestPrompts prompts;

    TestCampaigns(Campaigns campaigns, TestPrompts prompts) {
        this.campaigns = campaigns;
        this.prompts = prompts;
    }

    /// @param promptCount prompts of four images each
    public record Wish(
            Campaign.Kind kind,
            Campaign.Audience audience,
            Campaign.TaskKind taskKind,
            int promptCount,
            int images,
            int overlap,
            double goldShare,
            @Nullable UUID challenger) {}

    public static Wish pairs(int promptCount, int overlap, double goldShare) {
        return new Wish(
                Campaign.Kind.COLLECTION,
                Campaign.Audience.BOTH,
                Campaign.TaskKind.PAIR,
                promptCount,
                4,
                overlap,
                goldShare,
                null);
    }

    public Campaign create(Wish wish) {
        return create(wish, prompts.set(wish.promptCount()), null);
    }

    private Campaign create(Wish wish, UUID promptSet, @Nullable UUID version) {
        return campaigns.create(
                new NewCampaign(
                        "test",
                        wish.kind(),
                        "哪张更好?",
                        promptSet,
                        wish.audience(),
                        wish.taskKind(),
                        wish.images(),
                        wish.overlap(),
                        wish.goldShare(),
                        version,
                        wish.challenger()),
                "test");
    }

    public Campaign open(Wish wish) {
        return open(create(wish));
    }

    /// The same with images of this version instead of the served one.
    public Campaign open(Wish wish, UUID version) {
        return open(create(wish, prompts.set(wish.promptCount()), version));
    }

    /// Pairs of images of these prompts.
    public Campaign open(List<String> texts, int overlap) {
        return open(create(pairs(texts.size(), overlap, 0), prompts.of(texts), null));
    }

    private Campaign open(Campaign created) {
        var campaign = campaigns.open(created.id());
        Wait.until("the campaign is open", () -> campaigns.view(campaign.id()).state() == CampaignState.OPEN);
        return campaigns.view(campaign.id());
    }
}
