package art.pinhua.platform.label;

import art.pinhua.training.io.AigcPacket;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A WebP file around a lossless picture: the label as XMP, and what made the picture where A1111 and ComfyUI look
/// for it, in EXIF: `parameters` as the user's comment, `prompt` as the model.
final class WebpFile {
    private static final int HAS_XMP = 1 << 2;
    private static final int HAS_EXIF = 1 << 3;
    private static final int CHUNK_HEADER = 8;
    private static final int RIFF_HEADER = 12;

    private WebpFile() {}

    /// @param texts as a PNG has them: the packet of XMP, and perhaps `parameters` and `prompt`
    static byte[] of(BufferedImage picture, SequencedMap<String, String> texts) {
        var said = new LinkedHashMap<>(texts);
        var xmp = Optional.ofNullable(said.remove(AigcPacket.KEYWORD));
        var body = new ByteArrayOutputStream();
        chunk(body, "VP8X", extent(picture, (xmp.isPresent() ? HAS_XMP : 0) | (said.isEmpty() ? 0 : HAS_EXIF)));
        chunk(body, "VP8L", LosslessWebp.of(picture));
        if (!said.isEmpty()) {
            chunk(body, "EXIF", Exif.of(said));
        }
        xmp.ifPresent(packet -> chunk(body, "XMP ", packet.getBytes(StandardCharsets.UTF_8)));
        var file = new ByteArrayOutputStream();
        file.writeBytes(ascii("RIFF"));
        file.writeBytes(little(body.size() + 4));
        file.writeBytes(ascii("WEBP"));
        file.writeBytes(body.toByteArray());
        return file.toByteArray();
    }

    /// The chunks by name.
    /// @throws IllegalArgumentException if the bytes are no WebP, or a chunk comes twice
    static Map<String, byte[]> chunks(byte[] file) {
        var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < RIFF_HEADER
                || !name(bytes, 0).equals("RIFF")
                || !name(bytes, 8).equals("WEBP")) {
            throw new IllegalArgumentException("not a WebP");
        }
        var chunks = new LinkedHashMap<String, byte[]>();
        int at = RIFF_HEADER;
        while (at + CHUNK_HEADER <= file.length) {
            byte[] content = new byte[bytes.getInt(at + 4)];
            bytes.get(at + CHUNK_HEADER, content);
            if (chunks.put(name(bytes, at), content) != null) {
                throw new IllegalArgumentException("the chunk " + name(bytes, at) + " comes twice");
            }
            at += CHUNK_HEADER + content.length + (content.length & 1);
        }
        return chunks;
    }

    private static String name(ByteBuffer bytes, int at) {
        byte[] name = new byte[4];
        bytes.get(at, name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private static byte[] extent(BufferedImage picture, int flags) {
        var extent = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        extent.putInt(0, flags);
        extent.putInt(4, picture.getWidth() - 1);
        extent.put(7, (byte) (picture.getHeight() - 1));
        extent.putShort(8, (short) (picture.getHeight() - 1 >> 8));
        return extent.array();
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] content) {
        out.writeBytes(ascii(name));
        out.writeBytes(little(content.length));
        out.writeBytes(content);
        if ((content.length & 1) == 1) {
            out.write(0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] little(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
