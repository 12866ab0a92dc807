package art.pinhua.platform.label;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The EXIF of a picture that says what made it (TIFF 6.0 and Exif 2.3, big-endian): ComfyUI reads `prompt:…` out of
/// the
/// tag Model, AUTOMATIC1111 the parameters out of UserComment.
final class Exif {
    private static final int MODEL = 0x0110;
    private static final int EXIF = 0x8769;
    private static final int USER_COMMENT = 0x9286;
    private static final int ASCII = 2;
    private static final int LONG = 4;
    private static final int UNDEFINED = 7;
    private static final int HEADER = 8;
    private static final int ENTRY = 12;

    private Exif() {}

    /// @param texts `parameters` and `prompt`; one that is missing is left empty
    static byte[] of(Map<String, String> texts) {
        byte[] model = ("prompt:" + texts.getOrDefault("prompt", "") + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] comment = ("UNICODE\0").getBytes(StandardCharsets.US_ASCII);
        byte[] words = texts.getOrDefault("parameters", "").getBytes(StandardCharsets.UTF_16BE);
        int inner = HEADER + 2 + 2 * ENTRY + 4; // where the second directory begins
        int modelAt = inner + 2 + ENTRY + 4;
        int commentAt = modelAt + model.length + (model.length & 1);
        var exif = ByteBuffer.allocate(commentAt + comment.length + words.length);
        exif.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER);
        exif.putShort((short) 2);
        entry(exif, MODEL, ASCII, model.length, modelAt);
        entry(exif, EXIF, LONG, 1, inner);
        exif.putInt(0);
        exif.putShort((short) 1);
        entry(exif, USER_COMMENT, UNDEFINED, comment.length + words.length, commentAt);
        exif.putInt(0);
        exif.put(model).position(commentAt).put(comment).put(words);
        return exif.array();
    }

    private static void entry(ByteBuffer exif, int tag, int type, int count, int value) {
        exif.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }
}
