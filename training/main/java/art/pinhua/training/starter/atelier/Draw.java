package art.pinhua.training.starter.atelier;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.ArrayList;
import java.util.List;

/// One thing's random numbers in order.
final class Draw {
    private final Stream stream;
    private final long seed;
    private final long index;
    private long drawn;

    Draw(long seed, long index) {
        this(Stream.SCENE, seed, index, 0);
    }

    /// @param drawn numbers that are passed over
    Draw(Stream stream, long seed, long index, long drawn) {
        this.stream = stream;
        this.seed = seed;
        this.index = index;
        this.drawn = drawn;
    }

    long bits() {
        return Counter.bits(seed, stream, index, drawn++);
    }

    double unit() {
        return Counter.unit(bits());
    }

    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    boolean heads(double probability) {
        return unit() < probability;
    }

    <T> T of(List<T> values) {
        return values.get((int) (unit() * values.size()));
    }

    <T> T of(T[] values) {
        return values[(int) (unit() * values.length)];
    }

    <T> List<T> shuffled(List<T> values) {
        var rest = new ArrayList<>(values);
        var order = new ArrayList<T>();
        while (!rest.isEmpty()) {
            order.add(rest.remove((int) (unit() * rest.size())));
        }
        return order;
    }
}
