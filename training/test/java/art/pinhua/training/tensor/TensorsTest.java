package art.pinhua.training.tensor;

import static art.pinhua.training.parity.Fixtures.assertSays;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import art.pinhua.training.io.ElementType;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TensorsTest {
    @AutoClose
    private final Tensors tensors = Tensors.cpu(1);

    private @Nullable Throwable thrownOn(Thread.Builder builder, Runnable body) throws InterruptedException {
        var thrown = new AtomicReference<@Nullable Throwable>();
        builder.start(() -> {
                    try {
                        body.run();
                    } catch (RuntimeException e) {
                        thrown.set(e);
                    }
                })
                .join();
        return thrown.get();
    }

    @Test
    void otherThreadsAreRefused() throws InterruptedException {
        NDArray x = tensors.scalar(1);
        for (Runnable call : List.<Runnable>of(
                () -> tensors.silu(x),
                () -> tensors.scalar(1),
                () -> tensors.toFloats(x),
                () -> tensors.backward(x),
                () -> tensors.detached(x))) {
            assertInstanceOf(IllegalStateException.class, thrownOn(Thread.ofPlatform(), call));
        }
    }

    @Test
    void virtualThreadsAreRefusedFromTheStart() throws InterruptedException {
        Throwable thrown = thrownOn(Thread.ofVirtual(), () -> Tensors.cpu(1).close());
        assertSays("platform thread", assertInstanceOf(IllegalStateException.class, thrown));
    }

    @Test
    void namedArraysAreLikeOthers() { // the engine's own call takes them for lists and dictionaries
        NDArray x = tensors.scalar(1);
        float expected = tensors.value(tensors.silu(x));
        for (String name : List.of("down_blocks.0.weight", "weights[]", "weights()", "module_method:other")) {
            x.setName(name);
            assertEquals(expected, tensors.value(tensors.silu(x)), name);
        }
    }

    @Test
    void typesThatWouldEndTheProcessAreRefused() {
        for (ElementType type : List.of(ElementType.BF16, ElementType.I16)) {
            assertThrows(IllegalArgumentException.class, () -> tensors.map(ByteBuffer.allocateDirect(4), type, 2));
        }
        assertThrows(IllegalArgumentException.class, () -> tensors.load(ByteBuffer.allocate(4), ElementType.I16, 2));
        NDArray bfloat16 = tensors.toBfloat16(tensors.scalar(1));
        assertThrows(IllegalArgumentException.class, () -> tensors.toFloats(bfloat16));
        assertThrows(IllegalArgumentException.class, () -> tensors.toBytes(bfloat16));
    }

    @Test
    void wrongSizesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> tensors.of(new float[3], 2, 2));
        assertThrows(
                IllegalArgumentException.class, () -> tensors.load(ByteBuffer.allocate(12), ElementType.F32, 2, 2));
        assertThrows(ArithmeticException.class, () -> tensors.of(new float[0], 1L << 40, 1L << 40));
    }

    @Test
    void weightsOfEveryFloatTypeAreLoaded() {
        ByteBuffer single = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-3);
        ByteBuffer half = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        half.putShort(Float.floatToFloat16(1.5f)).putShort(Float.floatToFloat16(-3));
        ByteBuffer brain = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        brain.putShort((short) (Float.floatToIntBits(1.5f) >> 16));
        brain.putShort((short) (Float.floatToIntBits(-3f) >> 16));
        float[] expected = {1.5f, -3};
        assertArrayEquals(expected, tensors.toFloats(tensors.load(single.flip(), ElementType.F32, 2, 1)));
        assertArrayEquals(expected, tensors.toFloats(tensors.load(half.flip(), ElementType.F16, 1, 2)));
        assertArrayEquals(expected, tensors.toFloats(tensors.load(brain.flip(), ElementType.BF16, 2)));
    }

    @Test
    void loadedWeightsAreCopies() {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).putFloat(0, 1);
        NDArray array = tensors.load(bytes, ElementType.F32, 1);
        bytes.putFloat(0, 2);
        assertEquals(1, tensors.value(array));
    }

    @Test
    void gradModeIsRestoredAfterExceptions() {
        for (boolean recording : new boolean[] {true, false}) {
            assertThrows(
                    IllegalStateException.class,
                    () -> tensors.step(recording, () -> {
                        throw new IllegalStateException("in the step");
                    }));
        }
        assertFalse(JniUtils.isGradMode());
        tensors.step(true, () -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> tensors.withoutRecording(() -> {
                        throw new IllegalStateException("in the reference");
                    }));
            assertTrue(JniUtils.isGradMode());
            return null;
        });
        assertFalse(JniUtils.isGradMode());
    }

    @Test
    void stepsLeaveNoArrays() {
        NDArray w = tensors.trainable(tensors.of(new float[] {1, 2}, 1, 2));
        tensors.silu(w).close(); // compiles the kernel
        int before = tensors.manager().getManagedArrays().size();
        for (int i = 0; i < 20; i++) {
            float loss = tensors.step(true, () -> {
                NDArray y = tensors.scoped(() -> tensors.mul(tensors.silu(w.reshape(2, 1)), 2));
                NDArray sum = y.sum();
                tensors.backward(sum);
                return tensors.value(sum);
            });
            assertTrue(loss > 0);
            tensors.clearGradient(w);
        }
        assertThrows(RuntimeException.class, () -> tensors.step(true, () -> tensors.linear(w, w.reshape(2, 1), null)));
        assertEquals(before, tensors.manager().getManagedArrays().size());
    }

    @Test
    void keptResultsOutliveTheirStep() {
        NDArray kept = tensors.step(false, () -> {
            NDArray product = tensors.mul(tensors.scalar(3), 4);
            return tensors.keep(product);
        });
        assertEquals(12, tensors.value(kept));
        kept.close();
    }

    @Test
    void gradientsAddUpUntilCleared() {
        NDArray w = tensors.trainable(tensors.scalar(3));
        assertThrows(IllegalStateException.class, () -> tensors.gradient(w));
        for (int i = 1; i <= 3; i++) {
            tensors.step(true, () -> {
                tensors.backward(tensors.mul(w, 2));
                return null;
            });
            assertEquals(2 * i, tensors.value(tensors.gradient(w)));
        }
        tensors.clearGradient(w);
        assertEquals(0, tensors.value(tensors.gradient(w)));
    }

    @Test
    void detachedArraysLetNoGradientThrough() {
        NDArray w = tensors.trainable(tensors.scalar(3));
        tensors.step(true, () -> {
            tensors.backward(tensors.detached(w).mul(w));
            return null;
        });
        assertEquals(3, tensors.value(tensors.gradient(w)));
    }

    /// Arithmetic with Java numbers keeps a pointer to memory that the collector frees; ours must not.
    /// At first it is tried how many steps it takes to see that: memory is freed by another thread, which
    /// a busy machine may let come too late. Ours must do as many.
    @Test
    void scalarsSurviveCollectionsBetweenForwardAndBackward() {
        int steps = IntStream.rangeClosed(1, 100)
                .filter(tens -> wrongSteps(x -> x.mul(1f), 10) > 0)
                .map(tens -> 10 * tens)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the trap has gone: the rule against numbers may be dropped"));
        NDArray kept = tensors.scalar(1);
        assertEquals(0, wrongSteps(x -> x.mul(kept), steps));
        assertEquals(0, wrongSteps(x -> tensors.mul(x, 1), steps));
        assertEquals(0, wrongSteps(x -> x.mul(tensors.of(new float[] {1}, 1)), steps));
    }

    /// Steps in which d(1 · 1 · … · w)/dw is not 1.
    private int wrongSteps(UnaryOperator<NDArray> timesOne, int steps) {
        NDArray weight = tensors.trainable(tensors.of(new float[256], 256));
        int wrong = 0;
        for (int step = 0; step < steps; step++) {
            tensors.clearGradient(weight);
            float gradient = tensors.step(true, () -> {
                NDArray product = weight;
                for (int i = 0; i < 40; i++) {
                    product = timesOne.apply(product);
                }
                NDArray sum = product.sum();
                List<ByteBuffer> neighbours = freeAndReuseMemory();
                tensors.backward(sum);
                Reference.reachabilityFence(neighbours);
                return tensors.toFloats(tensors.gradient(weight))[0];
            });
            if (gradient != 1) {
                wrong++;
            }
        }
        return wrong;
    }

    private static List<ByteBuffer> freeAndReuseMemory() {
        System.gc();
        var buffers = new ArrayList<ByteBuffer>();
        for (int i = 0; i < 400; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
            buffers.add(buffer.putFloat(0, 777));
        }
        return buffers;
    }
}
