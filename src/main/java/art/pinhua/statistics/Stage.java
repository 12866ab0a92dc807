package art.pinhua.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// One choice inside a judgement: from `items`, the tied set `chosen` was put first.
/// A ranking is a row of such choices, each from the items the earlier ones left over
/// (Plackett-Luce; with ties Davidson-Luce, hturner/PlackettLuce).
///
/// @param judgement position of the judgement this stage comes from
/// @param chosen    bit i says that `items[i]` was chosen
@SuppressWarnings("ArrayRecordComponent")
record Stage(int judgement, int rater, int[] items, long chosen, boolean sided, double weight) {

    /// Order that depends on the content only, so that sums do not depend on the order of votes.
    static final Comparator<Stage> BY_CONTENT = Comparator.comparing((Stage s) -> s.items, Arrays::compare)
            .thenComparingLong(Stage::chosen)
            .thenComparing(Stage::sided)
            .thenComparingDouble(Stage::weight)
            .thenComparingInt(Stage::rater);

    /// Splits judgements into stages, in an order that does not depend on the order of the judgements.
    /// A tied set of more than `maxTie` items is either everything that is left, which says nothing about
    /// order and is dropped, or broken into pairs of weight 1/(k−1).
    static List<Stage> of(List<Judgement> judgements, int maxTie) {
        var stages = new ArrayList<Stage>();
        for (int j = 0; j < judgements.size(); j++) {
            addStages(stages, j, judgements.get(j), maxTie);
        }
        stages.sort(BY_CONTENT);
        return stages;
    }

    private static void addStages(List<Stage> stages, int index, Judgement judgement, int maxTie) {
        int[] order = judgement.sided() ? new int[] {0, 1} : byItem(judgement.items());
        int[] ranks = judgement.ranks();
        long left = (1L << order.length) - 1;
        while (Long.bitCount(left) > 1) {
            int best = Integer.MAX_VALUE;
            for (int i = 0; i < order.length; i++) {
                best = (left >> i & 1) == 1 ? Math.min(best, ranks[order[i]]) : best;
            }
            int[] items = new int[Long.bitCount(left)];
            long chosen = 0;
            long next = left;
            int position = 0;
            for (int i = 0; i < order.length; i++) {
                if ((left >> i & 1) == 0) {
                    continue;
                }
                if (ranks[order[i]] == best) {
                    chosen |= 1L << position;
                    next &= ~(1L << i);
                }
                items[position++] = judgement.items()[order[i]];
            }
            var stage = new Stage(index, judgement.rater(), items, chosen, judgement.sided(), judgement.weight());
            if (Long.bitCount(chosen) <= maxTie) {
                stages.add(stage);
            } else if (next != 0) {
                stage.addPairs(stages);
            }
            left = next;
        }
    }

    private static int[] byItem(int[] items) {
        var positions = new ArrayList<Integer>();
        for (int i = 0; i < items.length; i++) {
            positions.add(i);
        }
        positions.sort(Comparator.comparingInt(i -> items[i]));
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }

    private void addPairs(List<Stage> stages) {
        for (int winner = 0; winner < items.length; winner++) {
            for (int loser = 0; loser < items.length; loser++) {
                if ((chosen >> winner & 1) == 1 && (chosen >> loser & 1) == 0) {
                    int[] pair = {Math.min(items[winner], items[loser]), Math.max(items[winner], items[loser])};
                    long first = items[winner] == pair[0] ? 1 : 2;
                    stages.add(new Stage(judgement, rater, pair, first, false, weight / (items.length - 1)));
                }
            }
        }
    }

    /// Joins equal choices of raters who are treated alike into one with the summed weight.
    static List<Stage> counted(List<Stage> sorted, RaterTraits raters) {
        var counted = new ArrayList<Stage>();
        for (Stage stage : sorted) {
            Stage last = counted.isEmpty() ? stage : counted.getLast();
            boolean same = !counted.isEmpty()
                    && Arrays.equals(last.items, stage.items)
                    && last.chosen == stage.chosen
                    && last.sided == stage.sided
                    && raters.alike(last.rater, stage.rater);
            if (same) {
                counted.removeLast();
                counted.add(new Stage(
                        last.judgement, last.rater, last.items, last.chosen, last.sided, last.weight + stage.weight));
            } else {
                counted.add(stage);
            }
        }
        return counted;
    }

    /// The largest tied set that was chosen, at least 1.
    static int largestTie(List<Stage> stages) {
        return stages.stream().mapToInt(s -> Long.bitCount(s.chosen)).max().orElse(1);
    }
}
