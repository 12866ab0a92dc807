package art.pinhua.training.tensor;

import ai.djl.ndarray.types.DataType;
import art.pinhua.training.io.ElementType;

/// Types of files in the engine's words.
final class EngineTypes {
    private EngineTypes() {}

    /// @throws IllegalArgumentException for a type that the engine cannot take
    static DataType of(ElementType type) {
        return switch (type) {
            case F32 -> DataType.FLOAT32;
            case F16 -> DataType.FLOAT16;
            case F64 -> DataType.FLOAT64;
            case I64 -> DataType.INT64;
            case I32 -> DataType.INT32;
            case I8 -> DataType.INT8;
            case U8 -> DataType.UINT8;
            case BOOL -> DataType.BOOLEAN;
            case BF16, I16, F8_E4M3, F8_E5M2 ->
                throw new IllegalArgumentException("The tensor engine cannot take type " + type);
        };
    }
}
