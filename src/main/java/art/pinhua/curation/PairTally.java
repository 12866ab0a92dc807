package art.pinhua.curation;

import art.pinhua.statistics.Judgement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Who said what about each pair of images, rankings taken apart into their pairs.
final class PairTally {

    /// Takes one pair of a judgement: `sign` 1 if the smaller number is better, −1 if worse, 0 if tied.
    interface PairVisitor {
        void visit(int first, int second, int sign);
    }

    private record Said(int rater, int sign) {}

    private final Map<List<Integer>, List<Said>> said = new HashMap<>();
    private final double[] slopes;

    PairTally(List<Judgement> judgements, double[] slopes) {
        this.slopes = slopes;
        for (Judgement judgement : judgements) {
            forEachPair(
                    judgement,
                    (first, second, sign) -> said.computeIfAbsent(List.of(first, second), k -> new ArrayList<>())
                            .add(new Said(judgement.rater(), sign)));
        }
    }

    static void forEachPair(Judgement judgement, PairVisitor visitor) {
        int[] items = judgement.items();
        int[] ranks = judgement.ranks();
        for (int i = 0; i < items.length; i++) {
            for (int j = i + 1; j < items.length; j++) {
                int sign = Integer.compare(ranks[j], ranks[i]);
                if (items[i] < items[j]) {
                    visitor.visit(items[i], items[j], sign);
                } else {
                    visitor.visit(items[j], items[i], -sign);
                }
            }
        }
    }

    private List<Said> about(int a, int b) {
        return said.getOrDefault(List.of(Math.min(a, b), Math.max(a, b)), List.of());
    }

    /// Effective number of judgements on a pair: each counts with the square of its rater's slope.
    double judgements(int a, int b) {
        return about(a, b).stream()
                .mapToDouble(s -> slopes[s.rater] * slopes[s.rater])
                .sum();
    }

    /// Whether at least one rater put `better` above `worse`, and nobody did otherwise or tied them.
    boolean undisputed(int better, int worse) {
        var about = about(better, worse);
        int sign = better < worse ? 1 : -1;
        return !about.isEmpty() && about.stream().allMatch(s -> s.sign == sign);
    }

    /// Whether nobody put `worse` above `better` or tied them.
    boolean unopposed(int better, int worse) {
        int sign = better < worse ? 1 : -1;
        return about(better, worse).stream().allMatch(s -> s.sign == sign);
    }

    /// For each rater the share of decided pairs on which most of the others agree; empty if the others never decided.
    List<OptionalDouble> agreements(int raters) {
        int[] agree = new int[raters];
        int[] decided = new int[raters];
        for (List<Said> about : said.values()) {
            int all = 0;
            var own = new HashMap<Integer, Integer>();
            for (Said each : about) {
                all += each.sign;
                own.merge(each.rater, each.sign, Integer::sum);
            }
            for (Said each : about) {
                int others = all - own.getOrDefault(each.rater, 0);
                if (each.sign != 0 && others != 0) {
                    decided[each.rater]++;
                    agree[each.rater] += Integer.signum(others) == each.sign ? 1 : 0;
                }
            }
        }
        return IntStream.range(0, raters)
                .mapToObj(r ->
                        decided[r] == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) agree[r] / decided[r]))
                .toList();
    }
}
