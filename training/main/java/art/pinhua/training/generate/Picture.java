package art.pinhua.training.generate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// An RGB picture.
/// @param rgb width × height × 3 bytes, row by row
@SuppressWarnings("ArrayRecordComponent") // pixels, handed on and never compared
public record Picture(int width, int height, byte[] rgb) {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    public Picture {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(rgb.length + " bytes do not fill " + width + " × " + height);
        }
    }

    /// From planes of red, green and blue in -1..1, as an autoencoder gives them; values beyond are clamped.
    /// @param planes (3, height, width), starting at `offset`
    /// @throws NotFiniteException when a value is not a number or infinite
    static Picture ofPlanes(float[] planes, int offset, int width, int height) {
        int size = width * height;
        byte[] rgb = new byte[3 * size];
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < size; i++) {
                float value = planes[offset + channel * size + i];
                if (!Float.isFinite(value)) {
                    throw new NotFiniteException("The picture has values that are not finite");
                }
                rgb[3 * i + channel] = (byte) Math.round(255 * Math.clamp(value / 2 + 0.5f, 0f, 1f));
            }
        }
        return new Picture(width, height, rgb);
    }

    /// Lossless PNG with the pixels and nothing else: no text, no time, no colour profile.
    public byte[] png() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13);
        header.putInt(width).putInt(height);
        header.put((byte) 8).put((byte) 2).put((byte) 0).put((byte) 0).put((byte) 0); // 8 bits, RGB
        writeChunk(out, "IHDR", header.array());
        writeChunk(out, "IDAT", deflate(filtered()));
        writeChunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /// Each row as differences to the row above (filter 2), which compresses drawings well.
    private byte[] filtered() {
        int stride = 3 * width;
        byte[] rows = new byte[height * (stride + 1)];
        for (int y = 0; y < height; y++) {
            int to = y * (stride + 1);
            rows[to] = 2;
            for (int x = 0; x < stride; x++) {
                int above = y == 0 ? 0 : rgb[(y - 1) * stride + x];
                rows[to + 1 + x] = (byte) (rgb[y * stride + x] - above);
            }
        }
        return rows;
    }

    private static byte[] deflate(byte[] bytes) {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 14];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void writeChunk(ByteArrayOutputStream out, String type, byte[] body) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
        out.writeBytes(name);
        out.writeBytes(body);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
