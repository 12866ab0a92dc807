package art.pinhua.vote;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// Votes for the slices downstream.
@ApplicationScoped
public class Votes {
    /// Later than any vote.
    public static final Instant ALL = Instant.parse("9999-12-31T00:00:00Z");

    private static final Duration LONGEST_READ = Duration.ofMinutes(10);

    private final VoteRows rows;

    Votes(VoteRows rows) {
        this.rows = rows;
    }

    /// Hands on every vote of a campaign in the order cast, without ever holding all of them. Gold, skipped, late,
    /// superseded and withdrawn ones are among them, each marked as such. What the taker throws ends the reading.
    /// @param until votes cast later stay out, and what they take back stays in
    public void each(UUID campaignId, Instant until, Consumer<CastVote> taker) {
        QuarkusTransaction.joiningExisting()
                .timeout((int) LONGEST_READ.toSeconds())
                .run(() -> rows.each(campaignId, until, taker));
    }

    /// All of them at once, for campaigns that are known to be small.
    public List<CastVote> ofCampaign(UUID campaignId) {
        var votes = new ArrayList<CastVote>();
        each(campaignId, ALL, votes::add);
        return votes;
    }
}
