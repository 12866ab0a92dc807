package art.pinhua.training.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import art.pinhua.training.io.ElementType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.function.Function;

/// What passes between Java's memory and the engine's: values and bytes become arrays and are read back.
public abstract sealed class Transfer extends Operations permits Tensors {
    /// The manager of all arrays of this engine.
    public abstract NDManager manager();

    // ---- in

    @Override
    public NDArray scalar(double value) {
        return manager().full(new Shape(), (float) value, DataType.FLOAT32);
    }

    /// An fp32 array with a copy of the values, row by row.
    public NDArray of(float[] values, long... shape) {
        checkSize(values.length, shape);
        return copied(FloatBuffer.wrap(values), new Shape(shape), DataType.FLOAT32);
    }

    /// An array of whole numbers with a copy of the values, row by row.
    public NDArray ofLongs(long[] values, long... shape) {
        checkSize(values.length, shape);
        return copied(LongBuffer.wrap(values), new Shape(shape), DataType.INT64);
    }

    /// An fp32 array of zeros.
    public NDArray zeros(long... shape) {
        return manager().zeros(new Shape(shape), DataType.FLOAT32);
    }

    /// An array over the caller's bytes, without a copy: nothing may write to it, and the bytes must
    /// outlive it and every graph it takes part in. For weights mapped from a file.
    /// @param type F32, F16, I64, I32, I8, U8 or BOOL
    /// @throws IllegalArgumentException for types that the engine cannot take, and for a wrong size
    public NDArray map(ByteBuffer bytes, ElementType type, long... shape) {
        checkOwner();
        checkSize(bytes.remaining(), type.bytes(), shape);
        return manager().create(bytes.slice().order(ByteOrder.nativeOrder()), new Shape(shape), EngineTypes.of(type));
    }

    /// An fp32 array with a copy of the bytes.
    /// @param bytes little-endian
    /// @param type  F32, F16 or BF16
    public NDArray load(ByteBuffer bytes, ElementType type, long... shape) {
        return switch (type) {
            case F32 -> {
                try (NDArray mapped = map(bytes, type, shape)) {
                    yield mapped.duplicate();
                }
            }
            case F16 -> {
                try (NDArray mapped = map(bytes, type, shape)) {
                    yield toFloat32(mapped);
                }
            }
            case BF16 -> {
                checkSize(bytes.remaining(), type.bytes(), shape);
                try (NDArray raw = map(bytes, ElementType.U8, bytes.remaining());
                        NDArray flat = call("bfloat16_bytes_to_float32", List.of(), raw)) {
                    yield flat.reshape(shape);
                }
            }
            default -> throw new IllegalArgumentException("Weights of type " + type + " are not supported");
        };
    }

    // ---- out

    /// The values of an fp32 array, row by row.
    public float[] toFloats(NDArray array) {
        checkOwner();
        refuseBfloat16(array);
        return onHost(array, NDArray::toFloatArray);
    }

    /// The values of an array of 64-bit whole numbers, row by row.
    public long[] toLongs(NDArray array) {
        checkOwner();
        return onHost(array, NDArray::toLongArray);
    }

    /// The one value of an fp32 array of size 1.
    public float value(NDArray array) {
        float[] values = toFloats(array);
        if (values.length != 1) {
            throw new IllegalArgumentException("Expected one value, got shape " + array.getShape());
        }
        return values[0];
    }

    /// A copy of the array's bytes, native order.
    public byte[] toBytes(NDArray array) {
        checkOwner();
        refuseBfloat16(array);
        return onHost(array, NDArray::toByteArray);
    }

    /// Reads a copy in the machine's memory, where the array lies elsewhere. The engine makes a manager
    /// for each such copy and leaves it to that of the array, so the copy is made of an alias whose
    /// manager is closed at once.
    private <R> R onHost(NDArray array, Function<NDArray, R> reading) {
        if (!manager().getDevice().isGpu()) {
            return reading.apply(array);
        }
        try (NDManager room = manager().newSubManager()) {
            NDArray alias = detached(array);
            alias.attach(room);
            return reading.apply(alias.toDevice(Device.cpu(), false));
        }
    }

    /// Goes through a mapped array and a native copy: the engine makes arrays over Java memory, which
    /// may be collected while a graph still holds its address.
    private NDArray copied(Buffer values, Shape shape, DataType type) {
        try (NDArray mapped = manager().create(values, shape, type)) {
            return mapped.duplicate();
        }
    }

    private void refuseBfloat16(NDArray array) {
        if (isBfloat16(array)) {
            throw new IllegalArgumentException("Java cannot read bf16: widen it with toFloat32 first");
        }
    }

    private static void checkSize(int length, long... shape) {
        checkSize(length, 1, shape);
    }

    private static void checkSize(long length, int elementBytes, long... shape) {
        long size = elementBytes;
        for (long dimension : shape) {
            size = Math.multiplyExact(size, dimension);
        }
        if (size != length) {
            throw new IllegalArgumentException(
                    "%d bytes or values do not fill shape %s".formatted(length, new Shape(shape)));
        }
    }
}
