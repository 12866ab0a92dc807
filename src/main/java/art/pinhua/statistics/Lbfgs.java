package art.pinhua.statistics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Minimises a smooth function with limited-memory BFGS and a line search that meets the Wolfe conditions
/// (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.5 with bisection).
final class Lbfgs {

    private static final int MEMORY = 20;
    private static final int MOST_STEPS = 5_000;

    /// A function that returns its value and writes its gradient.
    interface Function {
        double value(double[] at, double[] gradient);
    }

    private record Pair(double[] step, double[] change, double curvature) {}

    private record Point(double[] at, double value, double[] gradient) {}

    private Lbfgs() {}

    /// Runs until the largest gradient entry is below `tolerance` or no step lowers the value any more.
    static double[] minimise(Function function, double[] start, double tolerance) {
        var point = point(function, start);
        Deque<Pair> memory = new ArrayDeque<>();
        for (int step = 0; step < MOST_STEPS && largest(point.gradient) > tolerance; step++) {
            double[] direction = direction(point.gradient, memory);
            var next = search(function, point, direction, memory.isEmpty() ? 1 / (1 + largest(point.gradient)) : 1);
            if (next.value >= point.value && largest(next.gradient) >= largest(point.gradient)) {
                if (memory.isEmpty()) {
                    return point.at;
                }
                memory.clear();
                continue;
            }
            double[] moved = minus(next.at, point.at);
            double[] change = minus(next.gradient, point.gradient);
            double curvature = dot(moved, change);
            if (curvature > 0) {
                memory.addLast(new Pair(moved, change, curvature));
                if (memory.size() > MEMORY) {
                    memory.removeFirst();
                }
            }
            point = next;
        }
        return point.at;
    }

    private static double[] direction(double[] gradient, Deque<Pair> memory) {
        double[] q = gradient.clone();
        List<Pair> newestFirst = new ArrayList<>(memory.reversed());
        double[] alpha = new double[newestFirst.size()];
        for (int i = 0; i < alpha.length; i++) {
            var pair = newestFirst.get(i);
            alpha[i] = dot(pair.step, q) / pair.curvature;
            add(q, pair.change, -alpha[i]);
        }
        if (!memory.isEmpty()) {
            var newest = newestFirst.getFirst();
            double scale = newest.curvature / dot(newest.change, newest.change);
            for (int i = 0; i < q.length; i++) {
                q[i] *= scale;
            }
        }
        for (int i = alpha.length - 1; i >= 0; i--) {
            var pair = newestFirst.get(i);
            add(q, pair.step, alpha[i] - dot(pair.change, q) / pair.curvature);
        }
        for (int i = 0; i < q.length; i++) {
            q[i] = -q[i];
        }
        return q;
    }

    private static Point search(Function function, Point from, double[] direction, double first) {
        double slope = dot(from.gradient, direction);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double length = first;
        var best = from;
        for (int i = 0; i < 60; i++) {
            double[] at = from.at.clone();
            add(at, direction, length);
            var point = point(function, at);
            if (!(point.value <= from.value + 1e-4 * length * slope + 1e-15 * Math.abs(from.value))) {
                high = length;
            } else {
                best = point;
                if (dot(point.gradient, direction) >= .9 * slope) {
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
