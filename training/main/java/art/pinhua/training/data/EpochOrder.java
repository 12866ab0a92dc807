package art.pinhua.training.data;

import art.pinhua.training.random.Counter;
import art.pinhua.training.random.Stream;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The order of examples: every epoch visits each once, sorted by a random number of (seed, epoch, example).
/// Nothing has
/// to be saved to continue in the middle of an epoch.
public final class EpochOrder {
    private final long seed;
    private final int size;
    private long epoch = -1;
    private int[] order = {};

    /// @param size number of examples, at least 1
    public EpochOrder(long seed, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, was " + size);
        }
        this.seed = seed;
        this.size = size;
    }

    /// @param position counted over all epochs from 0
    /// @return index of the example, in 0 … size − 1
    public int at(long position) {
        if (position / size != epoch) {
            epoch = position / size;
            order = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingLong(i -> Counter.bits(seed, Stream.ORDER, epoch, i))
                            .thenComparing(Comparator.naturalOrder()))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return order[(int) (position % size)];
    }

    /// How often the example at this position has been visited before.
    public long visit(long position) {
        return position / size;
    }
}
