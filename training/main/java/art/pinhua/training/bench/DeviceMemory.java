package art.pinhua.training.bench;

import art.pinhua.training.contract.ComputeDevice;
import art.pinhua.training.tensor.CudaDriver;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What each side holds on a GPU, from what the driver says is free. One side rests while the other
/// works, so that what is gone after an answer of Python's was taken by it, and all else by us. Both
/// keep what they took for the next arrays, so the peak of a piece of work still shows when it is done.
/// Others on the GPU would be counted as ours.
final class DeviceMemory {
    private final Supplier<OptionalLong> free;
    private boolean counting;
    private long atFirst;
    private long theirs;
    private long ourPeak;
    private long theirPeak;

    DeviceMemory(ComputeDevice device) {
        this(() -> device.cuda() ? CudaDriver.free(device.index()) : OptionalLong.empty());
    }

    /// @param free bytes that nobody holds; none where nobody can tell
    DeviceMemory(Supplier<OptionalLong> free) {
        this.free = free;
    }

    @FunctionalInterface
    interface Exchange<T> {
        T done() throws IOException;
    }

    /// Counts from here on: what both sides hold to be on the GPU at all is not counted.
    void begin() {
        OptionalLong now = free.get();
        counting = now.isPresent();
        atFirst = now.orElse(0);
    }

    /// Something that Python does while we wait.
    <T> T around(Exchange<T> exchange) throws IOException {
        if (!counting) {
            return exchange.done();
        }
        long before = look();
        T answer = exchange.done();
        theirs += before - free.get().orElse(before);
        theirPeak = Math.max(theirPeak, theirs);
        return answer;
    }

    /// Notes what we hold now.
    private long look() {
        long now = free.get().orElse(atFirst - theirs);
        ourPeak = Math.max(ourPeak, atFirst - now - theirs);
        return now;
    }

    /// @return bytes at most so far; none where nobody can tell
    OptionalLong ours() {
        if (!counting) {
            return OptionalLong.empty();
        }
        look();
        return OptionalLong.of(ourPeak);
    }

    /// As above.
    OptionalLong theirs() {
        return counting ? OptionalLong.of(theirPeak) : OptionalLong.empty();
    }
}
