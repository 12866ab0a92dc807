package art.pinhua.training.tensor;

import static java.lang.invoke.MethodType.methodType;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/// Calls compiled modules. DJL's own call, `IValueUtils.forward`, closes its handles of the arguments
/// only when it succeeds: one that fails, as for want of memory, holds their arrays until the process
/// ends, in a replay all weights of a network.
final class ModuleCall {
    private static final String FORWARD = "forward";

    /// Without it the engine enters InferenceMode, whose results can never take part in a graph again.
    private static final boolean TRAINING = true;

    /// Is for InferenceMode alone.
    private static final boolean STREAM_OF_ITS_OWN = false;

    /// Of module, method, arguments, [#TRAINING] and [#STREAM_OF_ITS_OWN]. DJL keeps it to its package.
    private static final MethodHandle RUN = run();

    private ModuleCall() {}

    /// @param lists  the module's first arguments, which are lists of tensors
    /// @param arrays the others; with the lists there is one array at least
    /// @return the result, which belongs to the current step
    static NDArray forward(PtSymbolBlock module, List<List<NDArray>> lists, List<NDArray> arrays) {
        NDArray first = lists.isEmpty() || lists.getFirst().isEmpty()
                ? arrays.getFirst()
                : lists.getFirst().getFirst();
        var arguments = new ArrayList<IValue>(lists.size() + arrays.size());
        try {
            for (List<NDArray> list : lists) {
                PtNDArray[] elements = list.toArray(PtNDArray[]::new);
                arguments.add(IValue.listFrom(elements));
            }
            for (NDArray array : arrays) {
                arguments.add(IValue.from((PtNDArray) array));
            }
            long[] handles = arguments.stream().mapToLong(IValue::getHandle).toArray();
            try (IValue result = run(module.getHandle(), handles)) {
                return result.toTensor((PtNDManager) first.getManager());
            }
        } finally {
            arguments.forEach(IValue::close);
        }
    }

    private static IValue run(long module, long[] arguments) {
        try {
            return (IValue) RUN.invokeExact(module, FORWARD, arguments, TRAINING, STREAM_OF_ITS_OWN);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the engine throws nothing that is checked", e);
        }
    }

    private static MethodHandle run() {
        try {
            var inside = MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup());
            Class<?> library = inside.findClass("ai.djl.pytorch.jni.PyTorchLibrary");
            Object only = inside.findStaticVarHandle(library, "LIB", library).get();
            var type = methodType(long.class, long.class, String.class, long[].class, boolean.class, boolean.class);
            MethodHandle run =
                    inside.findVirtual(library, "moduleRunMethod", type).bindTo(only);
            return MethodHandles.filterReturnValue(
                    run, inside.findConstructor(IValue.class, methodType(void.class, long.class)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DJL is not of the version that this was written for", e);
        }
    }
}
