package art.pinhua.statistics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Minimises a smooth function with limited-memory BFGS and a line search that meets the Wolfe conditions
/// (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.5 with bisection). Near the minimum, where values
/// differ by no more than rounding, slopes decide instead (Hager and Zhang, SIAM J. Optim. 16(1), 2005, equation 4.1).
final class Lbfgs {

    private static final int MEMORY = 20;
    private static final int MOST_STEPS = 5_000;
    private static final int MOST_TRIALS = 60;
    private static final double SUFFICIENT = 1e-4;
    /// Of the value; a sum of many terms is not known better.
    private static final double ROUNDING = 1e-12;

    /// A function that returns its value and writes its gradient.
    interface Function {
        double value(double[] at, double[] gradient);
    }

    private record Pair(double[] step, double[] change, double bend) {}

    private record Point(double[] at, double value, double[] gradient) {}

    private Lbfgs() {}

    /// Runs until the largest gradient entry is below `tolerance` or no step lowers the value any more.
    ///
    /// @param curvature rough second derivatives, positive: the better they are, the fewer steps it takes
    static double[] minimise(Function function, double[] start, double[] curvature, double tolerance) {
        var point = point(function, start);
        Deque<Pair> memory = new ArrayDeque<>();
        for (int step = 0; step < MOST_STEPS && largest(point.gradient) > tolerance; step++) {
            var next = search(function, point, direction(point.gradient, curvature, memory));
            if (next == point) {
                if (memory.isEmpty()) {
                    return point.at;
                }
                memory.clear();
                continue;
            }
            double[] moved = minus(next.at, point.at);
            double[] change = minus(next.gradient, point.gradient);
            double bend = dot(moved, change);
            if (bend > 0) {
                memory.addLast(new Pair(moved, change, bend));
                if (memory.size() > MEMORY) {
                    memory.removeFirst();
                }
            }
            point = next;
        }
        return point.at;
    }

    private static double[] direction(double[] gradient, double[] curvature, Deque<Pair> memory) {
        double[] q = gradient.clone();
        List<Pair> newestFirst = new ArrayList<>(memory.reversed());
        double[] alpha = new double[newestFirst.size()];
        for (int i = 0; i < alpha.length; i++) {
            var pair = newestFirst.get(i);
            alpha[i] = dot(pair.step, q) / pair.bend;
            add(q, pair.change, -alpha[i]);
        }
        double scale = newestFirst.isEmpty() ? 1 : scale(newestFirst.getFirst(), curvature);
        for (int i = 0; i < q.length; i++) {
            q[i] *= scale / curvature[i];
        }
        for (int i = alpha.length - 1; i >= 0; i--) {
            var pair = newestFirst.get(i);
            add(q, pair.step, alpha[i] - dot(pair.change, q) / pair.bend);
        }
        for (int i = 0; i < q.length; i++) {
            q[i] = -q[i];
        }
        return q;
    }

    /// What the curvature has to be multiplied by to fit the latest step, inverted.
    private static double scale(Pair newest, double[] curvature) {
        double sum = 0;
        for (int i = 0; i < curvature.length; i++) {
            sum += newest.change[i] * newest.change[i] / curvature[i];
        }
        return newest.bend / sum;
    }

    /// @return `from` itself when no length will do
    private static Point search(Function function, Point from, double[] direction) {
        double slope = dot(from.gradient, direction);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double length = 1;
        var best = from;
        for (int i = 0; i < MOST_TRIALS; i++) {
            double[] at = from.at.clone();
            add(at, direction, length);
            var point = point(function, at);
            double end = dot(point.gradient, direction);
            boolean lower = point.value <= from.value + SUFFICIENT * length * slope;
            boolean alike =
                    point.value <= from.value + ROUNDING * Math.abs(from.value) && end <= (2 * SUFFICIENT - 1) * slope;
            if (!lower && !alike) {
                high = length;
            } else {
                best = point;
                if (end >= .9 * slope) {
                    return point;
                }
                low = length;
            }
            length = Double.isInfinite(high) ? 2 * length : (low + high) / 2;
        }
        return best;
    }

    private static Point point(Function function, double[] at) {
        double[] gradient = new double[at.length];
        double value = function.value(at, gradient);
        return new Point(at, value, gradient);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double[] what, double factor) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, b, -1);
        return difference;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
