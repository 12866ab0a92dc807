package art.pinhua.training.random;

/// Counter-based random numbers: each is a pure function of (seed, stream, step, index), so a resumed run draws
/// what an uninterrupted one would have drawn, and one seed gives one picture on every machine.
///
/// The mixer is the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014). `StrictMath` throughout, because `Math` may differ by an ulp between processors.
public final class Counter {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Counter() {}

    /// @return 64 uniform bits
    public static long bits(long seed, Stream stream, long step, long index) {
        return mix(mix(ofStep(seed, stream, step)) + GOLDEN * (index + 1));
    }

    /// @param bits as `bits` returns them
    /// @return a multiple of 2^-53 plus half of that, in (0, 1)
    public static double unit(long bits) {
        return ((bits >>> 11) + 0.5) * 0x1p-53;
    }

    /// @return uniform in (0, 1)
    public static double unit(long seed, Stream stream, long step, long index) {
        return unit(bits(seed, stream, step, index));
    }

    /// @param bound number of outcomes, at least 1
    /// @return uniform in 0 … bound − 1 (the bias is below bound · 2^-53)
    public static int below(long seed, Stream stream, long step, long index, int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, was " + bound);
        }
        return (int) (unit(seed, stream, step, index) * bound);
    }

    /// Fills `out` with standard normal numbers by the Box-Muller transform; number i depends on (seed, stream,
    /// step, i) alone, not on the length of `out`.
    public static void gaussians(long seed, Stream stream, long step, float[] out) {
        long inner = mix(ofStep(seed, stream, step));
        for (int i = 0; i < out.length; i += 2) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(unit(mix(inner + GOLDEN * (i + 1L)))));
            double angle = 2 * StrictMath.PI * unit(mix(inner + GOLDEN * (i + 2L)));
            out[i] = (float) (radius * StrictMath.cos(angle));
            if (i + 1 < out.length) {
                out[i + 1] = (float) (radius * StrictMath.sin(angle));
            }
        }
    }

    private static long ofStep(long seed, Stream stream, long step) {
        return mix(seed + GOLDEN * (stream.ordinal() + 1)) + GOLDEN * (step + 1);
    }

    private static long mix(long z) {
        long first = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ first >>> 27) * 0x94D049BB133111EBL;
        return second ^ second >>> 31;
    }
}
