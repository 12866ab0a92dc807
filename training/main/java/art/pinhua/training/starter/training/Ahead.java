package art.pinhua.training.starter.training;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Makes things on several threads, some ahead of the one that is asked for. For one that asks in order.
final class Ahead<T> implements IntFunction<T> {
    private static final int AHEAD = 64;

    private final int all;
    private final int threads;
    private final IntFunction<T> make;
    private int first;
    private List<T> made = List.of();

    /// @param all  things there are
    /// @param make called by several threads at once
    Ahead(int all, int threads, IntFunction<T> make) {
        this.all = all;
        this.threads = threads;
        this.make = make;
    }

    @Override
    public T apply(int i) {
        if (i < first || i >= first + made.size()) {
            first = i;
            made = from(i);
        }
        return made.get(i - first);
    }

    private List<T> from(int i) {
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var begun = IntStream.range(i, Math.min(all, i + AHEAD))
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> make.apply(n), pool))
                    .toList();
            return begun.stream().map(CompletableFuture::join).toList();
        }
    }
}
