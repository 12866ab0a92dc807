package art.pinhua.training.starter.training;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Makes things on all processors, some ahead of the one that is asked for. For one that asks in order.
final class Ahead<T> implements IntFunction<T> {
    private static final int AHEAD = 64;

    private final int all;
    private final IntFunction<T> make;
    private int first;
    private List<T> made = List.of();

    /// @param all  things there are
    /// @param make called by several threads at once
    Ahead(int all, IntFunction<T> make) {
        this.all = all;
        this.make = make;
    }

    @Override
    public T apply(int i) {
        if (i < first || i >= first + made.size()) {
            first = i;
            made = IntStream.range(i, Math.min(all, i + AHEAD))
                    .parallel()
                    .mapToObj(make)
                    .toList();
        }
        return made.get(i - first);
    }
}
