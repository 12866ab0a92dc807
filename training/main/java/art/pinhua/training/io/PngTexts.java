package art.pinhua.training.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.zip.CRC32;

/// The texts inside a PNG file (ISO/IEC 15948, chunks `tEXt` and `iTXt`). Pixels are not touched.
public final class PngTexts {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int AROUND = 12; // length, type, check sum
    private static final Set<String> SAYING = Set.of("tEXt", "zTXt", "iTXt", "eXIf", "caBX");

    private PngTexts() {}

    /// The same picture with exactly these texts: whatever it said before is left out.
    /// @param texts by keyword, 1 to 79 Latin letters; Latin-1 texts are written as `tEXt`, others as `iTXt`
    ///              in UTF-8
    /// @throws IllegalArgumentException if the bytes are no PNG
    public static byte[] with(byte[] png, SequencedMap<String, String> texts) {
        var out = new ByteArrayOutputStream(png.length + 1024);
        out.writeBytes(SIGNATURE);
        for (Chunk chunk : new Chunks(png)) {
            if (!SAYING.contains(chunk.type())) {
                out.write(png, chunk.at(), AROUND + chunk.length());
            }
            if (chunk.type().equals("IHDR")) {
                texts.forEach((keyword, text) -> write(out, keyword, text));
            }
        }
        return out.toByteArray();
    }

    /// The texts by keyword; compressed ones are passed over, since none are written here.
    /// @throws IllegalArgumentException if the bytes are no PNG, or a keyword comes twice
    public static SequencedMap<String, String> of(byte[] png) {
        var texts = new LinkedHashMap<String, String>();
        for (Chunk chunk : new Chunks(png)) {
            byte[] body = Arrays.copyOfRange(png, chunk.at() + 8, chunk.at() + 8 + chunk.length());
            Map.Entry<String, String> text = switch (chunk.type()) {
                case "tEXt" -> latin(body);
                case "iTXt" -> international(body);
                default -> null;
            };
            if (text != null && texts.put(text.getKey(), text.getValue()) != null) {
                throw new IllegalArgumentException("The picture says " + text.getKey() + " twice");
            }
        }
        return texts;
    }

    private static Map.Entry<String, String> latin(byte[] body) {
        int end = zero(body, 0);
        return Map.entry(
                new String(body, 0, end, StandardCharsets.ISO_8859_1),
                new String(body, end + 1, body.length - end - 1, StandardCharsets.ISO_8859_1));
    }

    /// Keyword, 0, two bytes on compression, language, 0, keyword in it, 0, text.
    private static Map.Entry<String, String> international(byte[] body) {
        int end = zero(body, 0);
        int from = zero(body, zero(body, end + 3) + 1) + 1;
        return Map.entry(
                new String(body, 0, end, StandardCharsets.ISO_8859_1),
                new String(body, from, body.length - from, StandardCharsets.UTF_8));
    }

    private static int zero(byte[] body, int from) {
        for (int i = from; i < body.length; i++) {
            if (body[i] == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a damaged text in a PNG");
    }

    private static void write(ByteArrayOutputStream out, String keyword, String text) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        body.write(0);
        boolean latin = !keyword.startsWith("XML:")
                && StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
        if (latin) {
            body.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            body.writeBytes(new byte[4]); // not compressed, no language, no keyword in it
            body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] typed = (latin ? "tEXt" : "iTXt").getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(typed);
        sum.update(body.toByteArray());
        out.writeBytes(ByteBuffer.allocate(4).putInt(body.size()).array());
        out.writeBytes(typed);
        out.writeBytes(body.toByteArray());
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    /// @param at     where its length stands
    /// @param length of its body
    private record Chunk(int at, int length, String type) {}

    private record Chunks(byte[] png) implements Iterable<Chunk> {
        private Chunks {
            if (png.length < SIGNATURE.length
                    || !Arrays.equals(png, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
                throw new IllegalArgumentException("not a PNG");
            }
        }

        @Override
        public Iterator<Chunk> iterator() {
            return new Iterator<>() {
                private int at = SIGNATURE.length;

                @Override
                public boolean hasNext() {
                    return at < png.length;
                }

                @Override
                public Chunk next() {
                    if (png.length - at < AROUND) {
                        throw new IllegalArgumentException("a damaged PNG: it ends inside a chunk");
                    }
                    int length = ByteBuffer.wrap(png).getInt(at);
                    if (length < 0 || length > png.length - at - AROUND) {
                        throw new IllegalArgumentException("a damaged PNG: a chunk of " + length + " bytes");
                    }
                    var chunk = new Chunk(at, length, new String(png, at + 4, 4, StandardCharsets.US_ASCII));
                    at += AROUND + length;
                    return chunk;
                }
            };
        }
    }
}
