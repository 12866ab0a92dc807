package art.pinhua.training.io;

/// Element types of tensors in files, named as the safetensors format names them.
public enum ElementType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1),
    F8_E4M3(1),
    F8_E5M2(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /// Size of one element in bytes.
    public int bytes() {
        return bytes;
    }
}
