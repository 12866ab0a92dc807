package art.pinhua.training.planted;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Never run.
final class PlantedTensorMisuse {
    private PlantedTensorMisuse() {}

    static final class EngineUse {
        private EngineUse() {}

        static boolean recording() {
            return JniUtils.isGradMode();
        }
    }

    static final class NumberArithmetic {
        private NumberArithmetic() {}

        static NDArray twice(NDArray x) {
            return x.mul(2);
        }
    }

    static final class NumberArithmeticByReference {
        private NumberArithmeticByReference() {}

        static Function<Number, NDArray> adder(NDArray x) {
            return x::add;
        }
    }

    static final class Cast {
        private Cast() {}

        static NDArray half(NDArray x) {
            return x.toType(DataType.FLOAT16, false);
        }
    }

    static final class DataEntry {
        private DataEntry() {}

        static NDArray array(NDManager manager) {
            return manager.create(new float[] {1});
        }
    }

    static final class ListEncoding {
        private ListEncoding() {}

        static byte[] bytes(NDList arrays) {
            return arrays.encode();
        }
    }

    static final class StartedVirtualThread {
        private StartedVirtualThread() {}

        static Thread start(Runnable body) {
            return Thread.startVirtualThread(body);
        }
    }

    static final class VirtualThreadPool {
        private VirtualThreadPool() {}

        static ExecutorService pool() {
            return Executors.newVirtualThreadPerTaskExecutor();
        }
    }

    static final class VirtualThread {
        private VirtualThread() {}

        static Thread start(Runnable body) {
            return Thread.ofVirtual().start(body);
        }
    }
}
