package art.pinhua.training.tensor;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The tensor engine of one platform thread: memory, recording of gradients, operations.
///
/// The thread that makes it is the only one that may use it, because grad mode and scopes belong to
/// threads. Every array made inside [#step] is closed at its end; arrays made outside live until they or
/// this object are closed.
public final class Tensors extends Transfer implements AutoCloseable {
    private static final String ENGINE = "PyTorch";

    /// Kernels kept in memory: a model calls less than a hundred, and a dozen more for each size of its
    /// pictures.
    private static final int KERNELS = 256;

    private final Thread owner;
    private final boolean cuda;
    private final PtNDManager manager;
    private final KernelLibrary kernels;
    private final NDArray one;
    private @Nullable Tape tape;

    private Tensors(Device device) {
        cuda = device.isGpu();
        owner = Thread.currentThread();
        if (owner.isVirtual()) {
            throw new IllegalStateException("Grad mode belongs to the carrier thread: use a platform thread");
        }
        manager = (PtNDManager) NDManager.newBaseManager(device, ENGINE);
        JniUtils.setGraphExecutorOptimize(false); // per thread; avoids stalls when shapes change
        JniUtils.setGradMode(false); // per thread, and on in every fresh one
        kernels = new KernelLibrary(manager, KERNELS);
        one = scalar(1);
    }

    /// The engine on the CPU.
    /// @param threads arithmetic threads of the whole process, at least 1
    public static Tensors cpu(int threads) {
        return on(Device.cpu(), threads);
    }

    /// The engine on a CUDA GPU. It needs a libtorch with CUDA of one's own, see the README.
    /// @param index   of the GPU, from 0
    /// @param threads arithmetic threads of the whole process, at least 1
    /// @throws IllegalArgumentException for a GPU that this machine, or the libtorch that was found, has not
    public static Tensors cuda(int index, int threads) {
        try {
            return on(Device.gpu(index), threads);
        } catch (EngineException missing) {
            Throwable cause = missing;
            while (cause.getCause() != null) {
                cause = cause.getCause(); // such as the name of a library that is not there
            }
            String why = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            if (why.contains("from the 'CUDA' backend")) {
                why = "the libtorch that was found computes on processors only (README, GPU)";
            }
            throw new IllegalArgumentException(
                    "The device cuda:%d cannot be used: %s".formatted(index, why.split("\\. |\\.?\\R", 2)[0]), missing);
        }
    }

    private static Tensors on(Device device, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
        setIfAbsent("ai.djl.offline", "true"); // no downloads, no telemetry
        setIfAbsent("ai.djl.pytorch.num_threads", Integer.toString(threads));
        setIfAbsent("ai.djl.pytorch.num_interop_threads", "1");
        var tensors = new Tensors(device);
        JniUtils.setNumThreads(threads); // the property counts only while the engine loads
        return tensors;
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /// Gives memory that no array uses back to the system, and to the GPU. It takes a moment, and what follows
    /// takes the memory anew.
    public void releaseUnused() {
        checkOwner();
        if (cuda) {
            JniUtils.emptyCudaCache();
        }
        NativeHeap.trim();
    }

    @Override
    public NDManager manager() {
        checkOwner();
        return manager;
    }

    /// A true copy, with no history.
    public NDArray copy(NDArray array) {
        checkOwner();
        return array.duplicate();
    }

    // ---- steps and scopes

    /// Runs one step and closes every array that the body makes, except those it has taken out with [#keep].
    ///
    /// @param recording whether gradients are recorded; the mode before is restored, also after an exception
    /// @param body      returns Java values, or an array passed through [#keep]
    public <R extends @Nullable Object> R step(boolean recording, Supplier<R> body) {
        checkOwner();
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return inGradMode(recording, body);
        }
    }

    /// Runs the body in the current scope without recording, for the reference model inside a recorded step.
    public <R extends @Nullable Object> R withoutRecording(Supplier<R> body) {
        checkOwner();
        return inGradMode(false, body);
    }

    /// Closes every array that the body makes, except the result, which moves to the enclosing scope. Keeps
    /// memory low where nothing is recorded; what a recorded graph needs stays alive natively.
    public NDArray scoped(Supplier<NDArray> body) {
        checkOwner();
        NDArray result;
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            result = body.get();
            NDScope.unregister(result);
        }
        NDScope.register(result);
        return result;
    }

    /// As [#scoped], from an array that nothing else reads: it is closed once the result is there.
    public NDArray consuming(NDArray x, UnaryOperator<NDArray> body) {
        NDArray result = scoped(() -> body.apply(x));
        x.close();
        return result;
    }

    /// Takes an array out of the innermost scope: the caller closes it.
    public NDArray keep(NDArray array) {
        checkOwner();
        NDScope.unregister(array);
        return array;
    }

    private static <R extends @Nullable Object> R inGradMode(boolean recording, Supplier<R> body) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(recording);
        try {
            return body.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    // ---- gradients

    /// Makes a leaf whose gradient is collected; returns the same array.
    public NDArray trainable(NDArray array) {
        checkOwner();
        array.setRequiresGradient(true);
        return array;
    }

    /// Adds the gradients of a scalar to the trainable arrays it depends on.
    public void backward(NDArray loss) {
        backward(loss, one);
    }

    /// As [#backward(NDArray)], from an output and the gradient with respect to it.
    public void backward(NDArray output, NDArray outputGradient) {
        checkOwner();
        JniUtils.backward((PtNDArray) output, (PtNDArray) outputGradient, false, false);
    }

    /// The gradient itself, not a copy.
    /// @throws IllegalStateException before the first backward
    public NDArray gradient(NDArray parameter) {
        checkOwner();
        @Nullable NDArray gradient = JniUtils.getGradient((PtNDArray) parameter);
        if (gradient == null) {
            throw new IllegalStateException("No gradient reached the array of shape " + parameter.getShape());
        }
        return gradient;
    }

    /// Sets the gradient to zero.
    public void clearGradient(NDArray parameter) {
        checkOwner();
        JniUtils.zeroGrad((PtNDArray) parameter);
    }

    // ---- inside

    KernelLibrary kernels() {
        return kernels;
    }

    @Override
    NDArray call(String kernel, List<?> constants, NDArray... inputs) {
        checkOwner();
        NDArray result = kernels.call(kernel, constants, inputs);
        if (tape != null) {
            tape.called(kernel, constants, result, inputs);
        }
        return result;
    }

    /// Runs the body while the tape takes down every kernel it calls.
    NDArray taped(Tape with, Supplier<NDArray> body) {
        checkOwner();
        if (tape != null) {
            throw new IllegalStateException("A tape is running already");
        }
        tape = with;
        try {
            return body.get();
        } finally {
            tape = null;
        }
    }

    /// What a tape took down, as one method.
    PtSymbolBlock compiled(Tape taken, NDArray result) {
        checkOwner();
        return kernels.compile(taken, result);
    }

    @Override
    NDArray callOnLists(String kernel, List<?> constants, NDArray last, List<List<NDArray>> lists) {
        checkOwner();
        refuseReplay(kernel);
        return kernels.callOnLists(kernel, constants, last, lists);
    }

    @Override
    void refuseReplay(String kernel) {
        if (tape != null) {
            throw new IllegalStateException(kernel + " changes arrays in place and cannot be part of a replay");
        }
    }

    @Override
    void checkOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("Called from " + Thread.currentThread() + ", owned by " + owner);
        }
    }

    @Override
    public void close() {
        checkOwner();
        kernels.close();
        manager.close();
    }
}
