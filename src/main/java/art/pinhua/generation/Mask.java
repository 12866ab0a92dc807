package art.pinhua.generation;

import art.pinhua.platform.problem.ProblemException;
import art.pinhua.training.io.Png;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOException;

/// What of an earlier image is drawn anew: a picture that is bright there and dark where the image stays. It
/// comes from outside, so it is read and written again, and nothing but its pixels is kept.
final class Mask {
    private static final String FIELD = "mask";
    private static final int LONGEST_SIDE = 1024;
    private static final int LONGEST_PNG = 512 << 10; // bytes; in base64 it is taken again

    /// As bright as that, a pixel is marked: what an eraser leaves along its edge is not.
    private static final int MARKED = 128;

    /// A small file may unpack to megabytes, and many may come at once.
    private static final Semaphore AT_ONCE = new Semaphore(2);

    private Mask() {}

    /// @param base64 of a PNG
    /// @return a PNG of our own with the same pixels
    static byte[] png(String base64) {
        AT_ONCE.acquireUninterruptibly();
        try {
            var pixels = pixels(base64);
            requireMarks(pixels.rgb());
            byte[] png = Png.encode(pixels);
            if (png.length > LONGEST_PNG) {
                throw ProblemException.invalid(FIELD, "has too many shades; make it smaller, or black and white");
            }
            return png;
        } finally {
            AT_ONCE.release();
        }
    }

    /// Red counts, as for the engine.
    private static void requireMarks(byte[] rgb) {
        for (int i = 0; i < rgb.length; i += 3) {
            if ((rgb[i] & 0xFF) >= MARKED) {
                return;
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
