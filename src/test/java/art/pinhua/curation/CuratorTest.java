package art.pinhua.curation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CuratorTest extends DraftedVotes {

    @Test
    void eachRuleGivesItsReason() {
        var expert = rater("e", true);
        var counted = vote(expert, "t1", "LEFT");
        var superseded = change(vote(expert, "t2", "LEFT"), v -> v.superseded = true);
        var late = change(vote(expert, "t3", "RIGHT"), v -> v.late = true);
        var skipped = change(vote(expert, "t4", "LEFT"), v -> v.ranks = List.of());
        var incomplete = change(vote(expert, "t5", "LEFT"), v -> v.ranks = List.of(1));
        var again = vote(expert, "t1", "RIGHT");
        var fast = change(vote(expert, "t6", "TIE"), v -> v.dwell = 100);
        var gone = rater("gone", false);
        raters.put(gone, new Ballots.Rater(gone, false, true));
        var withdrawn = vote(gone, "t1", "LEFT");

        var exclusions = curate().exclusions();

        assertNull(exclusions.get(counted));
        assertEquals(ExclusionReason.SUPERSEDED, exclusions.get(superseded));
        assertEquals(ExclusionReason.LATE, exclusions.get(late));
        assertEquals(ExclusionReason.SKIPPED, exclusions.get(skipped));
        assertEquals(ExclusionReason.INCOMPLETE, exclusions.get(incomplete));
        assertEquals(ExclusionReason.DUPLICATE, exclusions.get(again));
        assertEquals(ExclusionReason.TOO_FAST, exclusions.get(fast));
        assertEquals(ExclusionReason.WITHDRAWN, exclusions.get(withdrawn));
    }

    @Test
    void whoFailsGoldTwiceOrAlwaysPressesLeftIsLeftOut() {
        var clicker = rater("clicker", false);
        var failing = rater("failing", false);
        var honest = rater("honest", false);
        UUID pressed = new UUID(0, 0);
        for (int t = 0; t < 12; t++) {
            pressed = vote(clicker, "t" + t, "LEFT");
            vote(honest, "t" + t, t % 3 == 0 ? "LEFT" : "RIGHT");
        }
        var failed = vote(failing, "t1", "LEFT");
        var first = gold(failing, "g1", "RIGHT");
        gold(failing, "g2", "TIE");
        gold(honest, "g1", "RIGHT");
        gold(honest, "g2", "LEFT");

        var curated = curate();

        assertEquals(ExclusionReason.STRAIGHT_LINER, curated.exclusions().get(pressed));
        assertEquals(ExclusionReason.GOLD_FAILED, curated.exclusions().get(failed));
        assertEquals(ExclusionReason.GOLD_TASK, curated.exclusions().get(first));
        var standing = standing(curated, honest);
        assertEquals(12, standing.kept());
        assertEquals(1, standing.goldRight());
        assertEquals(2, standing.goldShown());
        assertEquals(0, standing(curated, clicker).kept());
    }

    @Test
    void whoFindsGoldTasksBadHasNotFailedThem() {
        var critical = rater("critical", false);
        var counted = vote(critical, "t1", "LEFT");
        gold(critical, "g1", "LEFT");
        gold(critical, "g2", "BOTH_BAD");
        gold(critical, "g3", "BOTH_BAD");
        change(ranking(critical, "g4", List.of(1, 1, 1, 1)), v -> {
            v.gold = 0;
            v.allBad = true;
        });

        var curated = curate();

        assertNull(curated.exclusions().get(counted));
        assertEquals(1, standing(curated, critical).goldRight());
        assertEquals(1, standing(curated, critical).goldShown());
    }

    @Test
    void anOrderOfBadPicturesIsHeldAgainstGold() {
        var rater = rater("orders", false);
        vote(rater, "t1", "LEFT");
        change(ranking(rater, "g1", List.of(2, 1, 3, 4)), v -> {
            v.gold = 0;
            v.allBad = true;
        });

        var standing = standing(curate(), rater);

        assertEquals(0, standing.goldRight());
        assertEquals(1, standing.goldShown());
    }

    @Test
    void sidesAreMappedBackToImages() {
        var a = rater("a", true);
        var b = rater("b", true);
        vote(a, "t1", "LEFT");
        change(vote(b, "t1", "RIGHT"), v -> v.order = List.of(1, 0));

        var group = curate().groups().getFirst();

        assertEquals(List.of(image("t1", 0), image("t1", 1)), group.images());
        assertEquals(Curated.GroupKind.PAIR, group.kind());
        assertTrue(group.pairs().getFirst().p() > .6, group.toString());
        assertEquals(2, group.pairs().getFirst().weight(), 1e-12);
    }

    @Test
    void oneCleanRankingStaysARankingAndADisputeMakesItSoft() {
        var a = rater("a", true);
        var b = rater("b", true);
        ranking(a, "clean", List.of(2, 1, 3, 4));
        ranking(b, "clean", List.of(2, 1, 3, 4));
        ranking(a, "torn", List.of(1, 2, 3, 4));
        ranking(b, "torn", List.of(1, 2, 4, 4));

        var groups = curate().groups();

        var clean = groups.stream()
                .filter(g -> g.promptId().equals(id("prompt clean")))
                .findFirst();
        var torn = groups.stream()
                .filter(g -> g.promptId().equals(id("prompt torn")))
                .findFirst();
        assertEquals(Curated.GroupKind.RANKING, clean.orElseThrow().kind());
        assertEquals(
                List.of(image("clean", 1), image("clean", 0), image("clean", 2), image("clean", 3)),
                clean.orElseThrow().images());
        assertEquals(Curated.GroupKind.SOFT, torn.orElseThrow().kind());
        assertFalse(torn.orElseThrow().pairs().isEmpty());
        assertTrue(torn.orElseThrow().pairs().stream().allMatch(p -> p.p() > .5 && p.p() < 1));
    }

    @Test
    void whatEverybodyFindsBadWinsNothing() {
        var a = rater("a", true);
        vote(a, "t1", "BOTH_BAD");
        vote(rater("b", true), "t1", "BOTH_BAD");
        vote(rater("c", true), "t1", "LEFT");

        assertTrue(curate().groups().isEmpty());
    }

    @Test
    void oneVoteLeavesStrengthsUncertain() {
        vote(rater("a", true), "t1", "LEFT");

        var strengths = curate().strengths();

        assertEquals(2, strengths.size());
        // the posterior's: 1 / √(2 (2 p (1 − p) + ridge)) with p = .796, where the ridge balances the vote
        strengths.forEach(s -> assertEquals(.894, s.error().orElseThrow(), .05, s.toString()));
    }

    @Test
    void imagesThatNoVoteLinksAreOfDifferentBlocks() {
        var a = rater("a", true);
        vote(a, "t1", "LEFT");
        vote(a, "t2", "RIGHT");

        var blocks = new TreeMap<Integer, List<UUID>>();
        curate().strengths()
                .forEach(s -> blocks.computeIfAbsent(s.block(), b -> new ArrayList<>())
                        .add(s.promptId()));

        assertEquals(2, blocks.size());
        blocks.values().forEach(prompts -> assertEquals(prompts.getFirst(), prompts.getLast()));
    }

    @Test
    void howStrongAnImageIsThatWasNotComparedIsUnknown() {
        var a = rater("a", true);
        vote(a, "t1", "LEFT");
        vote(a, "t2", "BOTH_BAD");

        var unknown = curate().strengths().stream()
                .filter(s -> s.error().isEmpty())
                .map(Curated.ImageStrength::promptId)
                .toList();

        assertEquals(List.of(id("prompt t2"), id("prompt t2")), unknown);
    }

    @Test
    void theSameVotesGiveTheSameDigestInAnyOrderAndOneMoreVoteAnother() {
        simulate();
        var first = curate();
        Collections.shuffle(votes, new Random(4));
        var second = curate();
        vote(rater("late comer", false), "t1", "LEFT");
        var third = curate();

        assertEquals(first, second);
        assertNotEquals(first.digest(), third.digest());
    }

    @Test
    void coinsWeighLessThanFollowersOfTheExperts() {
        simulate();

        var curated = curate();

        assertTrue(curated.trust().weighed(), curated.trust().toString());
        double coin = standing(curated, id("rater coin 0")).weight();
        double follower = standing(curated, id("rater follower 0")).weight();
        assertEquals(1, standing(curated, id("rater expert 0")).weight());
        assertTrue(Math.abs(coin) < .5 && follower > .7, coin + " " + follower);
        assertTrue(curated.agreement().alpha().orElseThrow() > .1);
        var best = curated.strengths().stream()
                .filter(s -> s.promptId().equals(id("prompt t3")))
                .max((x, y) -> Double.compare(x.theta(), y.theta()))
                .orElseThrow();
        assertEquals(image("t3", 0), best.imageId());
        assertFalse(curated.groups().isEmpty());
    }

    @Test
    void whoListensHearsHowFarItIsAndCanEndIt() {
        simulate();
        var told = new ArrayList<Integer>();
        var ballots = new Ballots(id("campaign"), votes, raters, images);
        Curator.curate(ballots, CurationRules.DEFAULT, (done, total) -> {
            assertEquals(13, total); // eleven fits of the rater model, strengths, agreement
            told.add(done);
        });
        assertEquals(told.stream().sorted().toList(), told, "never backwards");
        assertEquals(
                IntStream.range(0, 13).boxed().toList(),
                told.stream().distinct().toList());

        var heard = new AtomicInteger();
        assertThrows(
                IllegalStateException.class,
                () -> Curator.curate(ballots, CurationRules.DEFAULT, (done, total) -> {
                    if (heard.incrementAndGet() == 3) {
                        throw new IllegalStateException("enough");
                    }
                }));
        assertEquals(3, heard.get(), "within the first fit");
    }

    @Test
    void itCanBeEndedBetweenStrengths() {
        simulate();
        var ballots = new Ballots(id("campaign"), votes, raters, images);
        var heard = new AtomicInteger();

        Curator.curate(ballots, CurationRules.DEFAULT, (done, total) -> {
            if (done == total - 2) { // all fits of the rater model are done
                heard.incrementAndGet();
            }
        });

        assertTrue(heard.get() > raters.size() + images.size(), heard + " times");
    }

    /// Forty pairs in which image 0 is better; experts and followers see it, coins do not.
    private void simulate() {
        var random = new Random(12);
        for (String kind : List.of("expert", "follower", "coin")) {
            for (int r = 0; r < 4; r++) {
                var rater = rater(kind + " " + r, kind.equals("expert"));
                for (int t = 0; t < 40; t++) {
                    double right = kind.equals("coin") ? .5 : .85;
                    boolean swapped = random.nextBoolean();
                    boolean best = random.nextDouble() < right;
                    UUID vote = vote(rater, "t" + t, best != swapped ? "LEFT" : "RIGHT");
                    change(vote, v -> v.order = swapped ? List.of(1, 0) : List.of(0, 1));
                }
            }
        }
    }

    private Curated curate() {
        return Curator.curate(new Ballots(id("campaign"), votes, raters, images), CurationRules.DEFAULT);
    }

    private static Curated.RaterStanding standing(Curated curated, UUID rater) {
        return curated.raters().stream()
                .filter(r -> r.raterId().equals(rater))
                .findFirst()
                .orElseThrow();
    }
}
