package art.pinhua.statistics;

import java.util.Arrays;

/// One answer about a set of items: which rater gave which rank to each item shown.
///
/// A pair is a ranking of two: ranks `(1, 2)` say that the left item won, `(1, 1)` that they tie.
///
/// @param rater  who answered, from 0
/// @param items  what was shown, in screen order, all different
/// @param ranks  rank of each item, smaller is better, equal is tied; gaps are allowed
/// @param sided  true if the first item stood on the left of a pair, so that a bias towards a side may show
/// @param weight how many answers this one counts for, more than 0
@SuppressWarnings("ArrayRecordComponent")
public record Judgement(int rater, int[] items, int[] ranks, boolean sided, double weight) {

    public Judgement {
        if (items.length != ranks.length || items.length < 2 || items.length > 62) {
            throw new IllegalArgumentException(
                    "items and ranks must be 2 to 62 and as many, were " + items.length + " and " + ranks.length);
        }
        if (Arrays.stream(items).distinct().count() != items.length) {
            throw new IllegalArgumentException("items must differ, were " + Arrays.toString(items));
        }
        if (sided && items.length != 2) {
            throw new IllegalArgumentException("only a pair has sides, items were " + Arrays.toString(items));
        }
        if (!(weight > 0)) {
            throw new IllegalArgumentException("weight must be positive, was " + weight);
        }
        items = items.clone();
        ranks = ranks.clone();
    }

    /// The left item of a shown pair won.
    public static Judgement leftWins(int rater, int left, int right) {
        return new Judgement(rater, new int[] {left, right}, new int[] {1, 2}, true, 1);
    }

    /// The right item of a shown pair won.
    public static Judgement rightWins(int rater, int left, int right) {
        return new Judgement(rater, new int[] {left, right}, new int[] {2, 1}, true, 1);
    }

    /// The two items of a shown pair are equally good.
    public static Judgement tie(int rater, int left, int right) {
        return new Judgement(rater, new int[] {left, right}, new int[] {1, 1}, true, 1);
    }

    /// A ranking without sides.
    public static Judgement ranking(int rater, int[] items, int[] ranks) {
        return new Judgement(rater, items, ranks, false, 1);
    }

    /// The same answer counted `factor` times as much.
    public Judgement times(double factor) {
        return new Judgement(rater, items, ranks, sided, weight * factor);
    }
}
