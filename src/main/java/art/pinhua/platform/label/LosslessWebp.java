package art.pinhua.platform.label;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Pictures in the lossless half of WebP (VP8L; Google, "Specification for WebP Lossless Bitstream"). Two transforms,
/// green taken from red and blue and each pixel from its neighbours, then one prefix code a channel; no references
/// back,
/// which gain little on painted pictures.
final class LosslessWebp {
    private static final int SIGNATURE = 0x2f;
    private static final int LARGEST_SIDE = 1 << 14;

    private static final int PREDICTOR = 0;
    private static final int SUBTRACT_GREEN = 2;

    /// Left plus top less top left, kept within a byte.
    private static final int CLAMPED_GRADIENT = 12;

    /// Sides of blocks with one predictor, as powers of two; the largest there is.
    private static final int BLOCK_BITS = 9;

    private static final int GREENS = 256 + 24;
    private static final int BYTES = 256;
    private static final int LONGEST_CODE = 15;
    private static final int LONGEST_LENGTH_CODE = 7;
    private static final int[] ORDER_OF_LENGTHS = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private final Bits out = new Bits();

    private LosslessWebp() {}

    /// @param picture up to 16384 pixels a side; its alpha is left out
    /// @return the content of a chunk `VP8L`
    static byte[] of(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        if (width > LARGEST_SIDE || height > LARGEST_SIDE) {
            throw new IllegalArgumentException("WebP holds no " + width + " x " + height + " pixels");
        }
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        var file = new LosslessWebp();
        file.write(pixels, width, height);
        return file.out.bytes();
    }

    private void write(int[] rgb, int width, int height) {
        out.put(SIGNATURE, 8);
        out.put(width - 1, 14);
        out.put(height - 1, 14);
        out.put(0, 1); // no alpha
        out.put(0, 3); // version
        out.put(1, 1);
        out.put(SUBTRACT_GREEN, 2);
        out.put(1, 1);
        out.put(PREDICTOR, 2);
        out.put(BLOCK_BITS - 2, 3);
        out.put(0, 1); // no colour cache; then a picture of predictors, of one colour, so that its pixels take no bits
        single(CLAMPED_GRADIENT);
        for (int i = 0; i < 3; i++) {
            single(0);
        }
        single(0);
        out.put(0, 1); // no transform more
        out.put(0, 1); // no colour cache
        out.put(0, 1); // one group of codes
        int[][] left = residues(rgb, width, height);
        Code green = code(left[1], GREENS);
        Code red = code(left[0], BYTES);
        Code blue = code(left[2], BYTES);
        single(0); // alpha: each pixel's is what its neighbours foretell
        single(0); // distances: there are none
        for (int i = 0; i < rgb.length; i++) {
            green.put(left[1][i]);
            red.put(left[0][i]);
            blue.put(left[2][i]);
        }
    }

    // ---- transforms

    /// @return by channel red, green, blue: what the neighbours do not tell
    private static int[][] residues(int[] rgb, int width, int height) {
        int[][] value = new int[3][rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int green = rgb[i] >> 8 & 255;
            value[0][i] = (rgb[i] >> 16 & 255) - green & 255;
            value[1][i] = green;
            value[2][i] = (rgb[i] & 255) - green & 255;
        }
        int[][] left = new int[3][rgb.length];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int at = y * width + x;
                    left[channel][at] = value[channel][at] - foretold(value[channel], at, x, y, width) & 255;
                }
            }
        }
        return left;
    }

    private static int foretold(int[] value, int at, int x, int y, int width) {
        if (x == 0) {
            return y == 0 ? 0 : value[at - width];
        }
        if (y == 0) {
            return value[at - 1];
        }
        return Math.clamp(value[at - 1] + value[at - width] - value[at - width - 1], 0, 255);
    }

    // ---- prefix codes

    /// A code of one symbol, which takes no bits.
    private void single(int symbol) {
        out.put(1, 1); // simple
        out.put(0, 1); // one symbol
        out.put(1, 1); // of 8 bits
        out.put(symbol, 8);
    }

    /// Makes the code of these symbols, writes it, and returns it.
    private Code code(int[] symbols, int alphabet) {
        long[] counts = new long[alphabet];
        for (int symbol : symbols) {
            counts[symbol]++;
        }
        int[] used = IntStream.range(0, alphabet)
                .filter(symbol -> counts[symbol] > 0)
                .toArray();
        if (used.length == 1) {
            single(used[0]);
            return new Code(new int[alphabet]);
        }
        var code = new Code(lengths(counts, LONGEST_CODE));
        long[] lengthCounts = new long[ORDER_OF_LENGTHS.length];
        for (int length : code.lengths) {
            lengthCounts[length]++;
        }
        boolean several = Arrays.stream(lengthCounts).filter(count -> count > 0).count() > 1;
        var ofLengths = new Code(several ? lengths(lengthCounts, LONGEST_LENGTH_CODE) : new int[lengthCounts.length]);
        out.put(0, 1); // not simple
        out.put(ORDER_OF_LENGTHS.length - 4, 4);
        for (int length : ORDER_OF_LENGTHS) {
            int own = lengthCounts[length] > 0 ? 1 : 0; // the only length there is takes no bits
            out.put(several ? ofLengths.lengths[length] : own, 3);
        }
        out.put(0, 1); // as many lengths as symbols
        for (int length : code.lengths) {
            ofLengths.put(length);
        }
        return code;
    }

    /// Huffman's code lengths, the counts levelled until none is longer than `longest`.
    static int[] lengths(long[] counts, int longest) {
        long[] levelled = counts.clone();
        while (true) {
            int[] lengths = huffman(levelled);
            if (Arrays.stream(lengths).max().orElse(0) <= longest) {
                return lengths;
            }
            for (int i = 0; i < levelled.length; i++) {
                levelled[i] = levelled[i] == 0 ? 0 : Math.max(1, levelled[i] / 2);
            }
        }
    }

    private record Node(
            long count,
            int number,
            int symbol,
            @Nullable Node zero,
            @Nullable Node one) {}

    private static int[] huffman(long[] counts) {
        var rest = new PriorityQueue<Node>(Comparator.comparingLong(Node::count).thenComparingInt(Node::number));
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] > 0) {
                rest.add(new Node(counts[symbol], symbol, symbol, null, null));
            }
        }
        int number = counts.length;
        while (rest.size() > 1) {
            var zero = rest.remove();
            var one = rest.remove();
            rest.add(new Node(zero.count + one.count, number++, -1, zero, one));
        }
        int[] lengths = new int[counts.length];
        measure(rest.remove(), 0, lengths);
        return lengths;
    }

    private static void measure(Node node, int depth, int[] lengths) {
        if (node.zero == null || node.one == null) {
            lengths[node.symbol] = depth;
        } else {
            measure(node.zero, depth + 1, lengths);
            measure(node.one, depth + 1, lengths);
        }
    }

    /// Canonical: shorter codes first, then smaller symbols; written from the top bit.
    private final class Code {
        final int[] lengths;
        private final int[] codes;

        Code(int[] lengths) {
            this.lengths = lengths;
            this.codes = new int[lengths.length];
            int next = 0;
            for (int length = 1; length <= LONGEST_CODE; length++) {
                for (int symbol = 0; symbol < lengths.length; symbol++) {
                    if (lengths[symbol] == length) {
                        codes[symbol] = Integer.reverse(next++) >>> 32 - length;
                    }
                }
                next <<= 1;
            }
        }

        void put(int symbol) {
            out.put(codes[symbol], lengths[symbol]);
        }
    }

    /// Bits from the lowest up.
    private static final class Bits {
        private byte[] bytes = new byte[1 << 12];
        private int count;

        void put(int value, int bits) {
            if (count + bits + 8 > bytes.length * 8) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            for (int i = 0; i < bits; i++, count++) {
                bytes[count >> 3] |= (byte) ((value >> i & 1) << (count & 7));
            }
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, count + 7 >> 3);
        }
    }
}
