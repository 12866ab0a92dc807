package art.pinhua.training.tensor;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The heap of the C library, in which arrays of the processor lie, and those on their way to a GPU.
final class NativeHeap {
    /// Of glibc (`man 3 malloc_trim`); other C libraries have none.
    private static final Optional<MethodHandle> TRIM = Linker.nativeLinker()
            .defaultLookup()
            .find("malloc_trim")
            .map(address -> Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(JAVA_INT, JAVA_LONG)));

    private NativeHeap() {}

    /// Gives the pages that hold nothing back to the system, also those that `ComputeEnvironment` would keep.
    /// @return false where the C library cannot
    static boolean trim() {
        if (TRIM.isEmpty()) {
            return false;
        }
        try {
            int _ = (int) TRIM.get().invokeExact(0L);
            return true;
        } catch (Throwable e) {
            throw new IllegalStateException("native functions throw nothing", e);
        }
    }
}
