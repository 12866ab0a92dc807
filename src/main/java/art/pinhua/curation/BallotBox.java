package art.pinhua.curation;

import art.pinhua.generation.Image;
import art.pinhua.generation.Images;
import art.pinhua.rater.Rater;
import art.pinhua.vote.Votes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Gathers what a campaign's votes rest on from the slices that own it.
@Singleton
class BallotBox {

    private final Votes votes;
    private final Images images;

    BallotBox(Votes votes, Images images) {
        this.votes = votes;
        this.images = images;
    }

    Ballots open(UUID campaignId) {
        var cast = votes.ofCampaign(campaignId);
        var raters = new HashMap<UUID, Ballots.Rater>();
        var promptOf = new HashMap<UUID, UUID>();
        var ids = new TreeSet<UUID>();
        for (var vote : cast) {
            raters.put(
                    vote.raterId(),
                    new Ballots.Rater(
                            vote.raterId(), vote.pseudonym(), vote.tier() == Rater.Tier.EXPERT, vote.withdrawn()));
            if (!vote.gold()) {
                ids.addAll(vote.imageIds());
                vote.imageIds().forEach(image -> promptOf.put(image, vote.promptId()));
            }
        }
        return new Ballots(
                campaignId,
                cast.stream().map(BallotBox::vote).toList(),
                raters,
                images.byIds(ids).values().stream()
                        .collect(Collectors.toMap(Image::id, image -> picture(image, promptOf))));
    }

    private static Ballots.Picture picture(Image image, java.util.Map<UUID, UUID> promptOf) {
        return new Ballots.Picture(image.id(), promptOf.getOrDefault(image.id(), image.id()));
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
