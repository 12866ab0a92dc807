package art.pinhua.training.random;

/// The normal numbers that PyTorch's CPU generator draws for a seed, so that a seed known from elsewhere starts from
/// the same noise here.
///
/// Bits come from the Mersenne Twister (Matsumoto and Nishimura, MT19937, 2002), seeded with the low 32 bits of the
/// seed. 16 numbers or more are drawn as floats in groups of 16, fewer one by one as doubles in pairs, both by the
/// Box-Muller transform (as `normal_fill` and `normal_distribution` of pytorch/pytorch, `DistributionTemplates.h`).
/// What a call draws depends on the calls before it. Not for several threads.
public final class TorchGenerator {
    private static final int LENGTH = 624;
    private static final int SHIFT = 397;
    private static final int GROUP = 16;

    private final int[] state = new int[LENGTH];
    private int used = LENGTH;
    private double spare = Double.NaN;

    public TorchGenerator(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < LENGTH; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    /// Fills `out` with the next standard normal numbers, as `torch.randn` of that many.
    public void gaussians(float[] out) {
        if (out.length < GROUP) {
            for (int i = 0; i < out.length; i++) {
                out[i] = (float) single();
            }
            return;
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = uniform();
        }
        for (int from = 0; from + GROUP <= out.length; from += GROUP) {
            transform(out, from);
        }
        if (out.length % GROUP != 0) { // the last 16 anew, over some that were done
            int from = out.length - GROUP;
            for (int i = from; i < out.length; i++) {
                out[i] = uniform();
            }
            transform(out, from);
        }
    }

    /// Sixteen uniform numbers to normal ones: the first eight give the radius, the others the angle.
    private static void transform(float[] values, int from) {
        for (int i = from; i < from + GROUP / 2; i++) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - values[i]));
            double angle = 2 * StrictMath.PI * values[i + GROUP / 2];
            values[i] = (float) (radius * StrictMath.cos(angle));
            values[i + GROUP / 2] = (float) (radius * StrictMath.sin(angle));
        }
    }

    private double single() {
        if (!Double.isNaN(spare)) {
            double value = spare;
            spare = Double.NaN;
            return value;
        }
        double angle = 2 * StrictMath.PI * uniformDouble();
        double radius = StrictMath.sqrt(-2 * StrictMath.log1p(-uniformDouble()));
        spare = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }

    /// 24 bits, in [0, 1): one number of `torch.rand`.
    float uniform() {
        return (bits() & 0xFFFFFF) * 0x1p-24f;
    }

    /// 53 bits, in [0, 1).
    private double uniformDouble() {
        long high = bits();
        long both = high << 32 | bits() & 0xFFFFFFFFL;
        return (both & (1L << 53) - 1) * 0x1p-53;
    }

    private int bits() {
        if (used == LENGTH) {
            twist();
        }
        int y = state[used++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9D2C5680;
        y ^= y << 15 & 0xEFC60000;
        return y ^ y >>> 18;
    }

    private void twist() {
        for (int i = 0; i < LENGTH; i++) {
            int y = state[i] & 0x80000000 | state[(i + 1) % LENGTH] & 0x7FFFFFFF;
            state[i] = state[(i + SHIFT) % LENGTH] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
        }
        used = 0;
    }
}
