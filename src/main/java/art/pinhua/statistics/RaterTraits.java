package art.pinhua.statistics;

import java.util.Arrays;

/// How each rater's answers follow the strengths: logit P(left) = slope · (θ left − θ right) + side.
/// A slope of 0 is a coin, 1 an expert; a positive side prefers what stands left.
@SuppressWarnings("ArrayRecordComponent")
public record RaterTraits(double[] slopes, double[] sides) {

    public RaterTraits {
        if (slopes.length != sides.length) {
            throw new IllegalArgumentException(slopes.length + " slopes for " + sides.length + " sides");
        }
        slopes = slopes.clone();
        sides = sides.clone();
    }

    /// All raters alike: slope 1, no side.
    public static RaterTraits equal(int raters) {
        double[] slopes = new double[raters];
        Arrays.fill(slopes, 1);
        return new RaterTraits(slopes, new double[raters]);
    }

    boolean alike(int a, int b) {
        return slopes[a] == slopes[b] && sides[a] == sides[b];
    }
}
