package art.pinhua.generation;

import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.io.Png;
import java.util.Base64;
import javax.imageio.IIOException;

/// What of an earlier image is drawn anew: a picture that is bright there and dark where the image stays. It
/// comes from outside, so it is read and written again, and nothing but its pixels is kept.
final class Mask {
    private static final String FIELD = "mask";
    private static final int LONGEST_SIDE = 2048;

    private Mask() {}

    /// @param base64 of a PNG
    /// @return a PNG of our own with the same pixels
    static byte[] png(String base64) {
        var pixels = pixels(base64);
        byte[] rgb = pixels.rgb();
        for (int i = 0; i < rgb.length; i += 3) { // red counts, as for the engine
            if (rgb[i] != 0) {
                return Png.encode(pixels);
            }
        }
        throw ProblemException.invalid(FIELD, "marks nothing; make bright what to draw anew");
    }

    private static Png.Pixels pixels(String base64) {
        try {
            return Png.read(Base64.getDecoder().decode(base64), LONGEST_SIDE);
        } catch (IIOException e) {
            throw ProblemException.invalid(
                    FIELD,
                    "is " + e.getMessage() + "; send a PNG of at most " + LONGEST_SIDE + " pixels a side as base64");
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(FIELD, "is not base64; send a PNG in base64, without an address before it");
        }
    }
}
