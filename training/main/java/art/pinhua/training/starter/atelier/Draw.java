package art.pinhua.training.starter.atelier;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.List;

/// One thing's random numbers in order.
final class Draw {
    private final long seed;
    private final long index;
    private int drawn;

    Draw(long seed, long index) {
        this.seed = seed;
        this.index = index;
    }

    long bits() {
        return Counter.bits(seed, Stream.SCENE, index, drawn++);
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
}
