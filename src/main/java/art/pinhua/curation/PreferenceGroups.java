package art.pinhua.curation;

import art.pinhua.statistics.Strengths;
import art.pinhua.statistics.WinProbability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Turns strengths into preferences: one group for each set of a prompt's images that votes link.
///
/// A group with one clean order becomes a ranking (or a pair); where raters disagree or tie, the group is soft and
/// each pair carries the posterior probability that an expert prefers its winner.
final class PreferenceGroups {

    private final CurationRules rules;
    private final List<UUID> images;
    private final UnaryOperator<UUID> promptOf;
    private final Strengths strengths;
    private final PairTally tally;
    private final double[] badShares;

    PreferenceGroups(
            CurationRules rules,
            List<UUID> images,
            UnaryOperator<UUID> promptOf,
            Strengths strengths,
            PairTally tally,
            double[] badShares) {
        this.rules = rules;
        this.images = images;
        this.promptOf = promptOf;
        this.strengths = strengths;
        this.tally = tally;
        this.badShares = badShares;
    }

    List<Curated.Group> groups() {
        Map<Integer, List<Integer>> blocks = new TreeMap<>();
        for (int i = 0; i < images.size(); i++) {
            blocks.computeIfAbsent(strengths.block(i), b -> new ArrayList<>()).add(i);
        }
        List<Curated.Group> groups = blocks.values().stream()
                .map(this::group)
                .filter(g -> !g.pairs().isEmpty())
                .sorted(Comparator.comparing(Curated.Group::promptId)
                        .thenComparing(g -> g.images().getFirst()))
                .toList();
        double mean =
                groups.stream().mapToDouble(Curated.Group::weight).average().orElse(1);
        return groups.stream()
                .map(g -> new Curated.Group(g.promptId(), g.kind(), g.images(), g.weight() / mean, g.pairs()))
                .toList();
    }

    private Curated.Group group(List<Integer> block) {
        List<Integer> order = block.stream()
                .sorted(Comparator.comparingDouble((Integer i) -> -strengths.theta(i))
                        .thenComparing(i -> i))
                .toList();
        List<Curated.Pair> pairs = pairs(order);
        boolean clean = !pairs.isEmpty() && cleanOrder(order);
        var kind = !clean
                ? Curated.GroupKind.SOFT
                : order.size() == 2 ? Curated.GroupKind.PAIR : Curated.GroupKind.RANKING;
        double weight =
                pairs.stream().mapToDouble(Curated.Pair::weight).average().orElse(0);
        return new Curated.Group(
                promptOf.apply(images.get(order.getFirst())),
                kind,
                order.stream().map(images::get).toList(),
                weight,
                pairs);
    }

    private List<Curated.Pair> pairs(List<Integer> order) {
        var pairs = new ArrayList<Curated.Pair>();
        for (int winner = 0; winner < order.size(); winner++) {
            for (int loser = winner + 1; loser < order.size(); loser++) {
                int a = order.get(winner);
                int b = order.get(loser);
                double variance = strengths.differenceVariance(a, b);
                double p = WinProbability.of(strengths.theta(a) - strengths.theta(b), variance);
                double judgements = tally.judgements(a, b);
                boolean certain = p - .5 >= rules.minMargin() && Math.sqrt(variance) <= rules.maxDeviation();
                if (certain && judgements > 0 && badShares[a] <= rules.maxBadShare()) {
                    pairs.add(new Curated.Pair(winner, loser, p, Math.min(rules.maxJudgements(), judgements)));
                }
            }
        }
        return pairs;
    }

    /// Neighbours in the order were compared, and no vote speaks against any pair of it.
    private boolean cleanOrder(List<Integer> order) {
        for (int i = 0; i < order.size(); i++) {
            if (badShares[order.get(i)] > rules.maxBadShare()) {
                return false;
            }
            for (int j = i + 1; j < order.size(); j++) {
                boolean neighbours = j == i + 1;
                if (neighbours
                        ? !tally.undisputed(order.get(i), order.get(j))
                        : !tally.unopposed(order.get(i), order.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }
}
