package art.pinhua.training.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/// NVIDIA's driver, asked for the GPUs that this process may use, in the order of `cuda:0`, `cuda:1`, ….
/// libtorch does not tell their names through DJL, and DJL looks for a CUDA runtime that need not lie where
/// it looks. No memory of a GPU is taken for it. Source: CUDA Driver API, "Initialization", "Device
/// Management", "Primary Context Management" and "Memory Management".
public final class CudaDriver {
    private static final String LIBRARY = "libcuda.so.1";
    private static final int LONGEST_NAME = 256;
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;

    private final SymbolLookup library;
    private final Arena memory;

    private CudaDriver(SymbolLookup library, Arena memory) {
        this.library = library;
        this.memory = memory;
    }

    /// @param memory     bytes, used or not
    /// @param capability first digit of the compute capability: what its arithmetic can do
    public record Gpu(String name, long memory, int capability) {}

    /// @return none where there is no driver, or one that does not answer
    public static List<Gpu> gpus() {
        return gpus(LIBRARY);
    }

    static List<Gpu> gpus(String library) {
        return asked(library, CudaDriver::all, List.of());
    }

    /// Memory of a GPU that no process holds. Ask while the engine computes on it: where nobody does,
    /// the driver takes a context for the answer, and gives it back.
    /// @param place of the GPU, as in [#gpus]
    /// @return bytes; none where there is no driver, no such GPU, or no answer
    public static OptionalLong free(int place) {
        return free(LIBRARY, place);
    }

    static OptionalLong free(String library, int place) {
        return asked(library, driver -> OptionalLong.of(driver.freeOf(place)), OptionalLong.empty());
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(CudaDriver driver) throws Throwable;
    }

    private static <T> T asked(String library, Question<T> question, T otherwise) {
        try (Arena memory = Arena.ofConfined()) {
            return question.ask(new CudaDriver(SymbolLookup.libraryLookup(library, Arena.global()), memory));
        } catch (IllegalArgumentException | NoSuchElementException | IllegalStateException absent) {
            return otherwise;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("native functions throw nothing", e);
        }
    }

    private List<Gpu> all() throws Throwable {
        var count = memory.allocate(JAVA_INT);
        check((int) function("cuInit", JAVA_INT).invokeExact(0));
        check((int) function("cuDeviceGetCount", ADDRESS).invokeExact(count));
        var gpus = new ArrayList<Gpu>();
        for (int i = 0; i < count.get(JAVA_INT, 0); i++) {
            gpus.add(gpu(i));
        }
        return gpus;
    }

    private long freeOf(int place) throws Throwable {
        check((int) function("cuInit", JAVA_INT).invokeExact(0));
        int device = device(place);
        MemorySegment context = memory.allocate(ADDRESS);
        check((int) function("cuDevicePrimaryCtxRetain", ADDRESS, JAVA_INT).invokeExact(context, device));
        try {
            check((int) function("cuCtxPushCurrent_v2", ADDRESS).invokeExact(context.get(ADDRESS, 0)));
            MemorySegment free = memory.allocate(JAVA_LONG);
            MemorySegment total = memory.allocate(JAVA_LONG);
            int status = (int) function("cuMemGetInfo_v2", ADDRESS, ADDRESS).invokeExact(free, total);
            check((int) function("cuCtxPopCurrent_v2", ADDRESS).invokeExact(context));
            check(status);
            return free.get(JAVA_LONG, 0);
        } finally {
            check((int) function("cuDevicePrimaryCtxRelease_v2", JAVA_INT).invokeExact(device));
        }
    }

    private int device(int place) throws Throwable {
        var handle = memory.allocate(JAVA_INT);
        check((int) function("cuDeviceGet", ADDRESS, JAVA_INT).invokeExact(handle, place));
        return handle.get(JAVA_INT, 0);
    }

    private Gpu gpu(int place) throws Throwable {
        int device = device(place);
        MemorySegment name = memory.allocate(LONGEST_NAME);
        check((int) function("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT).invokeExact(name, LONGEST_NAME, device));
        var bytes = memory.allocate(JAVA_LONG);
        check((int) function("cuDeviceTotalMem_v2", ADDRESS, JAVA_INT).invokeExact(bytes, device));
        var capability = memory.allocate(JAVA_INT);
        check((int) function("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT)
                .invokeExact(capability, COMPUTE_CAPABILITY_MAJOR, device));
        return new Gpu(name.getString(0), bytes.get(JAVA_LONG, 0), capability.get(JAVA_INT, 0));
    }

    /// @throws NoSuchElementException when the library has no such function
    private MethodHandle function(String name, MemoryLayout... parameters) {
        return Linker.nativeLinker()
                .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters));
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("the driver answered " + status);
        }
    }
}
