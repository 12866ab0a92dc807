package art.pinhua.curation;

import art.pinhua.rater.Rater;
import art.pinhua.vote.Votes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Gathers what a campaign's votes rest on from the slices that own it.
@Singleton
class BallotBox {

    private final Votes votes;

    BallotBox(Votes votes) {
        this.votes = votes;
    }

    /// @param until     votes cast later were not cast
    /// @param meanwhile called for each vote; what it throws ends the reading
    Ballots open(UUID campaignId, Instant until, Runnable meanwhile) {
        var kept = new ArrayList<CastVote>();
        var raters = new HashMap<UUID, Ballots.Rater>();
        var pictures = new HashMap<UUID, Ballots.Picture>();
        votes.each(campaignId, until, vote -> {
            meanwhile.run();
            kept.add(vote(vote));
            raters.put(
                    vote.raterId(),
                    new Ballots.Rater(vote.raterId(), vote.tier() == Rater.Tier.EXPERT, vote.withdrawn()));
            if (!vote.gold()) {
                vote.imageIds()
                        .forEach(id -> pictures.computeIfAbsent(id, i -> new Ballots.Picture(i, vote.promptId())));
            }
        });
        return new Ballots(campaignId, kept, raters, pictures);
    }

    private static CastVote vote(art.pinhua.vote.CastVote vote) {
        var choice = vote.choice();
        List<Integer> ranks = choice == null
                ? vote.ranks()
                : switch (choice) {
                    case LEFT -> List.of(1, 2);
                    case RIGHT -> List.of(2, 1);
                    case TIE, BOTH_BAD -> List.of(1, 1);
                };
        return new CastVote(
                vote.voteId(),
                vote.assignmentId(),
                vote.raterId(),
                vote.taskId(),
                vote.promptId(),
                vote.imageIds(),
                ranks,
                vote.allBad() || choice == art.pinhua.vote.Choice.BOTH_BAD,
                choice == null ? vote.ranks().toString() : choice.name(),
                vote.late(),
                vote.superseded(),
                dwell(vote.dwellMillis()),
                vote.castAt(),
                slot(vote.goldBestSlot()));
    }

    private static OptionalLong dwell(@Nullable Long millis) {
        return millis == null ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    private static OptionalInt slot(@Nullable Integer slot) {
        return slot == null ? OptionalInt.empty() : OptionalInt.of(slot);
    }
}
