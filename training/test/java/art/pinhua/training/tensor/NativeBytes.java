package art.pinhua.training.tensor;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.Collections;
import java.util.Optional;

/// What native code holds of the heap of the C library, where arrays lie and what belongs to them.
/// Objects of Java lie elsewhere.
final class NativeBytes {
    /// Of glibc 2.33 and later: `man 3 mallinfo2`. It gives ten numbers.
    private static final Optional<MethodHandle> MALLINFO = Linker.nativeLinker()
            .defaultLookup()
            .find("mallinfo2")
            .map(address -> Linker.nativeLinker()
                    .downcallHandle(
                            address,
                            FunctionDescriptor.of(MemoryLayout.structLayout(
                                    Collections.nCopies(10, JAVA_LONG).toArray(MemoryLayout[]::new)))));

    private static final int HBLKHD = 4;
    private static final int UORDBLKS = 7;

    private NativeBytes() {}

    static boolean areTold() {
        return MALLINFO.isPresent();
    }

    /// In small pieces and in large ones that are mapped.
    static long inUse() {
        MethodHandle mallinfo = MALLINFO.orElseThrow();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment figures = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
            return figures.getAtIndex(JAVA_LONG, UORDBLKS) + figures.getAtIndex(JAVA_LONG, HBLKHD);
        } catch (Throwable e) {
            throw new IllegalStateException("native functions throw nothing", e);
        }
    }
}
